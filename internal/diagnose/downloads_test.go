package diagnose_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// What an action says of a download ends in how not to make another export.
func TestUnit_Download_Texts(t *testing.T) {
	for _, c := range []struct {
		name           string
		err            error
		apply, invoked string // of a resource, and of an action
	}{
		{"another file", localfile.ErrExists, `Another file stands at the path
What stands there is not this export's file, and was left as it is. Move it away, or choose another path.

Path: f`,
			`Another file stands at the path
What stands there is not this export's file, and was left as it is. Move it away, or choose another path.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op`},
		{"no right", &fs.PathError{Op: "open", Path: "f", Err: fs.ErrPermission}, `The path cannot be used
The file could not be read or written there. Nothing was left half done. Correct what the reason names, or choose another path.

Path: f
Reason: open f: permission denied`,
			`The path cannot be used
The file could not be read or written there. Nothing was left half done. Correct what the reason names, or choose another path.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: open f: permission denied`},
		{"interrupted", context.Canceled, `The download was interrupted
Nothing has changed at the path. The next apply downloads the file.

Path: f
Operation: op`,
			`The download was interrupted
Nothing has changed at the path.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op`},
		{"no time left", context.DeadlineExceeded, `The download took too long
It was not complete within the time that timeouts sets, and nothing of it was kept. Raise the timeout, or leave it out: without one, a download may take as long as bytes arrive.

Path: f
Operation: op`,
			`The download took too long
It was not complete within the time that timeouts sets, and nothing of it was kept. Raise timeouts.invoke, which is for the export and its download together.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op`},
		{"gone", &fullstory.LinkError{Err: refusal(404)}, `The segment export has no file any more
FullStory answers that it has no results for this export: it has most likely expired. A new export is needed.

Operation: op`,
			`The segment export has no file any more
FullStory answers that it has no results for this export: it has most likely expired. A new export is needed.

Operation: op`},
		{"no results", &fullstory.LinkError{Err: fullstory.ErrNoResults}, `The segment export has no file
FullStory says that the export has completed, but names no file of it. Look again later; if it stays so, a new export is needed.

Operation: op`,
			`The segment export has no file
FullStory says that the export has completed, but names no file of it. Look again later; if it stays so, a new export is needed.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Operation: op`},
		{"no link", &fullstory.LinkError{Err: refusal(403)}, `Could not get the download link of the segment export
The API key lacks the permission for this. It needs a key with the permission Architect or Admin; give the provider another key.

Operation: op
Answer: GET /x: 403 Forbidden: no (code c)
Status: 403`,
			`Could not get the download link of the segment export
The API key lacks the permission for this. It needs a key with the permission Architect or Admin; give the provider another key.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Operation: op
Answer: GET /x: 403 Forbidden: no (code c)
Status: 403`},
		{"a page", fullstory.ErrNotData, `What came is not an export
The download link gave a web page or an error message in place of data. Nothing was written. Check what stands between this machine and the store, such as a proxy. Then apply again.

Path: f
Operation: op`,
			`What came is not an export
The download link gave a web page or an error message in place of data. Nothing was written. Check what stands between this machine and the store, such as a proxy.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op`},
		{"damaged", &fullstory.CorruptError{Reason: "its md5 is another"}, `The downloaded file is damaged
What came is not what the store holds, so nothing was written. Apply again; if it comes again, the export itself may be damaged, and a new one is needed.

Path: f
Operation: op
Reason: the downloaded file is damaged: its md5 is another`,
			`The downloaded file is damaged
What came is not what the store holds, so nothing was written.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: the downloaded file is damaged: its md5 is another`},
		{"changed", fullstory.ErrDownloadChanged, `The downloaded file is damaged
What came is not what the store holds, so nothing was written. Apply again; if it comes again, the export itself may be damaged, and a new one is needed.

Path: f
Operation: op
Reason: the file changed while it was downloaded`,
			`The downloaded file is damaged
What came is not what the store holds, so nothing was written.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: the file changed while it was downloaded`},
		{"redirected", &fullstory.StoreError{Status: 307, Redirect: true}, `The store sends the download elsewhere
The download link is answered with a redirect, which is not followed: it could lead anywhere. Nothing was written. Check what stands between this machine and the store. Then apply again.

Path: f
Operation: op
Reason: the download link is answered with 307 Temporary Redirect`,
			`The store sends the download elsewhere
The download link is answered with a redirect, which is not followed: it could lead anywhere. Nothing was written. Check what stands between this machine and the store.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: the download link is answered with 307 Temporary Redirect`},
		{"refused", &fullstory.StoreError{Status: 403}, `The store refuses the download
Nothing was written. Apply again; if it comes again, the store no longer has the file, and a new export is needed.

Path: f
Operation: op
Reason: the download link is answered with 403 Forbidden`,
			`The store refuses the download
Nothing was written.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: the download link is answered with 403 Forbidden`},
		{"untrusted", fmt.Errorf("store: %w", &tls.CertificateVerificationError{Err: errors.New("unknown authority")}), `The store's certificate is not trusted
Nobody whom this machine trusts vouches for the store's certificate, so nothing was downloaded. Where a proxy of your own stands in between, have the machine trust its authority. Then apply again.

Path: f
Operation: op
Reason: store: tls: failed to verify certificate: unknown authority`,
			`The store's certificate is not trusted
Nobody whom this machine trusts vouches for the store's certificate, so nothing was downloaded. Where a proxy of your own stands in between, have the machine trust its authority.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: store: tls: failed to verify certificate: unknown authority`},
		{"broken off", errors.New("the download broke off after 400 bytes: unexpected EOF"), `The download failed
The connection to the store broke off, also when it was tried again. Nothing was written. Check the network. Then apply again.

Path: f
Operation: op
Reason: the download broke off after 400 bytes: unexpected EOF`,
			`The download failed
The connection to the store broke off, also when it was tried again. Nothing was written. Check the network.

Invoking the action again submits another export. To fetch this one's file instead, give its id to a fullstory_segment_export_file as export_id.

Path: f
Operation: op
Reason: the download broke off after 400 bytes: unexpected EOF`},
	} {
		d := diagnose.Download{File: diagnose.File{Path: "f"}, Operation: "op", Argument: path.Root("path")}
		apply := d.Failed(c.err)
		d.ByAction = true
		invoked := d.Failed(c.err)
		wantTexts(t, []told{{c.name, textOf(apply), c.apply}, {c.name + ", by an action", textOf(invoked), c.invoked}})
		at, ok := apply.(diag.DiagnosticWithPath)
		if onPath := strings.Contains(c.apply, "choose another path"); ok != onPath || ok && !at.Path().Equal(d.Argument) {
			t.Errorf("%s: it is at an argument = %t", c.name, ok)
		}
	}
}

func textOf(d diag.Diagnostic) diagnose.Text {
	return diagnose.Text{Summary: d.Summary(), Detail: d.Detail()}
}
