package diagnose_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

func TestUnit_File_Texts(t *testing.T) {
	file := diagnose.File{Path: "f"}
	wantTexts(t, []told{
		{"not removed", file.NotRemoved(), `The file was not removed
The file changed after this resource last read it: somebody edited it, or another resource has taken it over. It was left unchanged. Delete it yourself if nothing needs it.

Path: f`},
		{"will be restored", file.WillRestore(), `The export's file was changed
Its export has not expired, so the next apply downloads the file again. To ignore changes to the file, set restore = false.

Path: f`},
		{"missing and expired", diagnose.File{Path: "f", Missing: true}.CannotRestore("op"), `The export's file is missing
Its export has expired, so the file cannot be downloaded again, and no change is planned. Create a new export to get a new file, or set restore = false to silence this warning.

Path: f
Operation: op`},
		{"another account's", file.NotVisible("op"), `The export's file was changed
Its export is not visible with this API key, so the file cannot be downloaded again, and no change is planned. Check that the API key belongs to the account that created the export; FullStory also deletes exports some time after they expire. Set restore = false to silence this warning.

Path: f
Operation: op`},
		{"unverifiable", file.Unverifiable(), `The download may be incomplete
The store sent neither the file's length nor a checksum, and the data does not show where it ends. Compare row_count with the number of records that you expect.

Path: f`},
		{"no time left", diagnose.NoTimeLeft("create", -time.Second), `Timeout is not positive
timeouts.create is -1s. Set a positive duration such as "30m". Leave it out to set no limit.`},
		{"state", diagnose.BadFileState(errors.New("no")), `The file's private state is invalid
This is a bug in the provider, please report it.

Reason: no`},
	})
}

const invokeAgain = "\n\nInvoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id."

// What is said of a download ends, for an action, in how not to create another
// export.
func TestUnit_Download_Texts(t *testing.T) {
	const labels = "\n\nPath: f\nOperation: op"
	for _, c := range []struct {
		name   string
		err    error
		text   string // for both
		apply  string // for a resource, after text
		labels string
	}{
		{"another file", exportfile.ErrExists, "Another file exists at the path\nThe existing file does not have this export's content and was left unchanged. " +
			"Move it away, or choose another path.", "", ""},
		{"another download", exportfile.ErrBusy, "Another download to the path is running\nAnother process or resource is writing to the same path. " +
			"Give each resource a path of its own, and apply again once the other process has finished.", "", ""},
		{"a pipe", &exportfile.NotRegularError{Kind: "a named pipe"}, "The path is not a regular file\nThere is a named pipe at the path. " +
			"Set path to the name of a new or regular file.", "", ""},
		{"no permission", &fs.PathError{Op: "open", Path: "f", Err: fs.ErrPermission}, "The path cannot be used\nThe file could not be read or written, " +
			"and nothing was left half done. Fix the reason below, or choose another path.", "", "\nReason: open f: permission denied"},
		{"interrupted", context.Canceled, "The download was interrupted\nNothing has changed at the path.", " The next apply downloads the file.", labels},
		{"HTML", &exportfile.NotExportError{Reason: "it is HTML"}, "The download is not an export file\nThe store sent something else. Nothing was written. " +
			"Check what is between this machine and the store, such as a proxy.", " Then apply again.", labels + "\nReason: it is HTML"},
		{"encoding", &exportfile.EncodingError{Encoding: "br"}, "The store's Content-Encoding is not supported\nThe provider only decodes gzip. Nothing was written. " +
			"Check what is between this machine and the store, such as a proxy.", " Then apply again.", labels + "\nContent-Encoding: br"},
		{"damaged", &exportfile.CorruptError{Reason: "its md5 is wrong"}, "The downloaded file is damaged\nThe data that arrived is damaged or incomplete. " +
			"Nothing was written.", " Apply again. If the error persists, create a new export.", labels + "\nReason: its md5 is wrong"},
		{"redirected", &exportfile.StoreError{Status: 307, Location: "https://a.test"}, "The store redirected the download\nThe provider does not follow redirects of a " +
			"signed link. Nothing was written. Check what is between this machine and the store, such as a proxy.", " Then apply again.",
			labels + "\nReason: the store responded with 307 Temporary Redirect to https://a.test"},
		{"refused", &exportfile.StoreError{Status: 403}, "The store refused the download\nNothing was written.",
			" Apply again. If the error persists, create a new export.", labels + "\nReason: the store responded with 403 Forbidden"},
		{"untrusted", fmt.Errorf("store: %w", &tls.CertificateVerificationError{Err: errors.New("unknown authority")}), "The store's certificate is not trusted\n" +
			"Nothing was downloaded. If a proxy of your organization inspects TLS, install its certificate authority on this machine.", " Then apply again.",
			labels + "\nReason: store: tls: failed to verify certificate: unknown authority"},
		{"failed", errors.New("unexpected EOF"), "The download failed\nThe connection to the store failed, and retries did not help. Nothing was written. " +
			"Check the network.", " Then apply again.", labels + "\nReason: unexpected EOF"},
	} {
		d := diagnose.Download{File: diagnose.File{Path: "f"}, Operation: "op", Argument: path.Root("path")}
		apply := d.Failed(c.err)
		d.ByAction = true
		invoked := d.Failed(c.err)
		onPath := !strings.HasPrefix(c.labels, labels)
		forApply, forAction := c.text+c.apply+c.labels, c.text+invokeAgain+c.labels
		if onPath {
			forApply, forAction = c.text+"\n\nPath: f"+c.labels, c.text+invokeAgain+labels+c.labels
		}
		wantTexts(t, []told{{c.name, textOf(apply), forApply}, {c.name + ", by an action", textOf(invoked), forAction}})
		at, ok := apply.(diag.DiagnosticWithPath)
		if ok != onPath || ok && !at.Path().Equal(d.Argument) {
			t.Errorf("%s: it is at an argument = %t", c.name, ok)
		}
	}
}

func TestUnit_Download_TextsOfTimeoutsAndLinks(t *testing.T) {
	d := diagnose.Download{File: diagnose.File{Path: "f"}, Operation: "op"}
	byAction := d
	byAction.ByAction = true
	wantTexts(t, []told{
		{"timeout", textOf(d.Failed(context.DeadlineExceeded)), `The download took too long
It did not finish within the limit set in timeouts. Nothing has changed at the path. Raise the timeout, or leave it out: a download without a timeout continues as long as bytes arrive.

Path: f
Operation: op`},
		{"timeout of an action", textOf(byAction.Failed(context.DeadlineExceeded)), `The download took too long
It did not finish within timeouts.invoke, which covers the export and its download. Nothing has changed at the path. Raise the timeout.` + invokeAgain + `

Path: f
Operation: op`},
		{"expired", textOf(d.Failed(&exportfile.LinkError{Err: refusal(404)})), `The segment export no longer has a file
FullStory has no results for this export: it has most likely expired. Create a new export.

Operation: op`},
		{"no results", textOf(byAction.Failed(&exportfile.LinkError{Err: fullstory.ErrNoResults})), `The segment export has no file
FullStory reports that the export has completed, but names no file. Try again later. If the error persists, create a new export.` + invokeAgain + `

Operation: op`},
	})
	refused := textOf(byAction.Failed(&exportfile.LinkError{Err: refusal(403)}))
	if !strings.Contains(refused.Detail, "permission") || !strings.Contains(refused.Detail, invokeAgain) || !strings.Contains(refused.Detail, "Operation: op") {
		t.Errorf("a refused link reads\n%s\n%s", refused.Summary, refused.Detail)
	}
	if got := diagnose.Downloaded("f", exportfile.Result{Rows: 25, Fingerprint: exportfile.Fingerprint{Size: 5151, SHA256: "ab"}}); got != "Downloaded 25 rows, 5151 bytes, to f, SHA-256 ab" {
		t.Error(got)
	}
}

func textOf(d diag.Diagnostic) diagnose.Text {
	return diagnose.Text{Summary: d.Summary(), Detail: d.Detail()}
}
