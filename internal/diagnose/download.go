package diagnose

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Download is the download of an export's file.
type Download struct {
	File
	Operation string
	// Argument is the argument that errors about the path belong to.
	Argument path.Path
	// ByAction reports that an action downloads: to invoke it again creates
	// another export.
	ByAction bool
}

// Downloading is the progress message before an action's download.
func Downloading(path string) string { return "Downloading the export to " + path }

// Downloaded is the progress message after it.
func Downloaded(path string, file exportfile.Result) string {
	return fmt.Sprintf("Downloaded %d rows, %d bytes, to %s, SHA-256 %s", file.Rows, file.Size, path, file.SHA256)
}

// Failed explains why a download failed.
func (d Download) Failed(err error) diag.Diagnostic {
	refusal, refused := errors.AsType[*exportfile.StoreError](err)
	_, noLink := errors.AsType[*exportfile.LinkError](err)
	encoding, encoded := errors.AsType[*exportfile.EncodingError](err)
	_, notExport := errors.AsType[*exportfile.NotExportError](err)
	_, corrupt := errors.AsType[*exportfile.CorruptError](err)
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	reason := label{"Reason", err.Error()}
	const (
		middleman  = "Check what is between this machine and the store, such as a proxy."
		thenApply  = "Then apply again."
		ifItRepeat = "Apply again. If the error persists, create a new export."
	)
	switch {
	case isPathError(err):
		if d.ByAction {
			return d.unusable(err, "\n\n"+again, label{"Operation", d.Operation}).At(d.Argument)
		}
		return d.Unusable(err).At(d.Argument)
	case errors.Is(err, context.Canceled):
		return d.text("The download was interrupted", "Nothing has changed at the path.", "The next apply downloads the file.")
	case errors.Is(err, context.DeadlineExceeded) && d.ByAction:
		return d.text("The download took too long", "It did not finish within timeouts.invoke, which covers the export and its "+
			"download. Nothing has changed at the path. Raise the timeout.", "")
	case errors.Is(err, context.DeadlineExceeded):
		return d.text("The download took too long", "It did not finish within the limit set in timeouts. Nothing has changed at the path.",
			"Raise the timeout, or leave it out: a download without a timeout continues as long as bytes arrive.")
	case noLink:
		later := ""
		if d.ByAction {
			later = again
		}
		return Export{Operation: d.Operation}.noLink(err, later).Error()
	case encoded:
		return d.text("The store's Content-Encoding is not supported", "The provider only decodes gzip. Nothing was written. "+middleman,
			thenApply, label{"Content-Encoding", encoding.Encoding})
	case notExport:
		return d.text("The download is not an export file", "The store sent something else. Nothing was written. "+middleman, thenApply, reason)
	case corrupt:
		return d.text("The downloaded file is damaged", "The data that arrived is damaged or incomplete. Nothing was written.", ifItRepeat, reason)
	case refused && refusal.IsRedirect():
		return d.text("The store redirected the download", "The provider does not follow redirects of a signed link. Nothing was written. "+
			middleman, thenApply, reason)
	case refused:
		return d.text("The store refused the download", "Nothing was written.", ifItRepeat, reason)
	case untrusted:
		return d.text("The store's certificate is not trusted", "Nothing was downloaded. If a proxy of your organization inspects TLS, "+
			"install its certificate authority on this machine.", thenApply, reason)
	}
	return d.text("The download failed", "The connection to the store failed, and retries did not help. Nothing was written. "+
		"Check the network.", thenApply, reason)
}

// text ends with what to do: apply is the advice for a resource.
func (d Download) text(summary, happened, apply string, labels ...label) diag.Diagnostic {
	paragraphs := []string{happened + " " + apply}
	if d.ByAction {
		paragraphs = []string{happened, again}
	}
	return Text{summary, detail(paragraphs, append([]label{{"Path", d.Path}, {"Operation", d.Operation}}, labels...)...)}.Error()
}

// isPathError reports whether an error is about the path rather than the
// download.
func isPathError(err error) bool {
	_, notRegular := errors.AsType[*exportfile.NotRegularError](err)
	_, onPath := errors.AsType[*fs.PathError](err)
	_, onLink := errors.AsType[*os.LinkError](err)
	return errors.Is(err, exportfile.ErrExists) || errors.Is(err, exportfile.ErrBusy) || notRegular || onPath || onLink
}

// NoLink explains why there is no link to the file of a completed export.
func (e Export) NoLink(err error) Text { return e.noLink(err, "") }

func (e Export) noLink(err error, later string) Text {
	switch {
	case fullstory.IsNotFound(err):
		return e.text("The segment export no longer has a file", "FullStory has no results for this export: "+
			"it has most likely expired. Create a new export.")
	case errors.Is(err, fullstory.ErrNoResults):
		return e.text("The segment export has no file", "FullStory reports that the export has completed, but names no file. "+
			"Try again later. If the error persists, create a new export.", later)
	}
	return GetResults.failed(err, e.Operation, later)
}
