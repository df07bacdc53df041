package diagnose

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

var (
	downloadInterrupted = newSummary("Download interrupted")
	downloadTimedOut    = newSummary("Timeout while downloading the export")
	downloadEncoding    = newSummary("Unsupported Content-Encoding of the download")
	downloadNotExport   = newSummary("Download is not an export file")
	downloadDamaged     = newSummary("Downloaded file is damaged")
	downloadRedirected  = newSummary("The store redirected the download")
	downloadRefused     = newSummary("The store refused the download")
	downloadUntrusted   = newSummary("Certificate of the store is not trusted")
	downloadFailed      = newSummary("Download failed")
)

// Download is the download of an export's file.
type Download struct {
	File
	Operation string
	// ByAction reports that an action downloads: invoking it again creates another
	// export.
	ByAction bool
}

// Failed explains why a download failed.
func (d Download) Failed(err error) diag.Diagnostic {
	refusal, refused := errors.AsType[*fullstory.StoreError](err)
	_, noLink := errors.AsType[*fullstory.LinkError](err)
	content, wrongContent := errors.AsType[*exportfile.ContentError](err)
	reason := label{"Reason", err.Error()}
	const (
		checkNetwork = "Check what is between this machine and the store, such as a proxy."
		thenApply    = "Then apply again."
		ifItPersists = "Apply again. If the error persists, create a new export."
	)
	switch {
	case isPathError(err):
		if d.ByAction {
			return d.unusable(err, "\n\n"+invokeAgain, label{"Operation", d.Operation}).AsAttributeError(path.Root("output_path"))
		}
		return d.Unusable(err).AsAttributeError(path.Root("path"))
	case errors.Is(err, context.Canceled):
		return d.text(downloadInterrupted, "Nothing has changed at the path.", "The next apply downloads the file.")
	case errors.Is(err, context.DeadlineExceeded) && d.ByAction:
		return d.text(downloadTimedOut, "It did not finish within timeouts.invoke, which covers the export and its "+
			"download. Nothing has changed at the path. Raise the timeout.", "")
	case errors.Is(err, context.DeadlineExceeded):
		return d.text(downloadTimedOut, "It did not finish within the limit set in timeouts. Nothing has changed at the path.",
			"Raise the timeout, or leave it out: a download without a timeout continues as long as bytes arrive.")
	case noLink:
		later := ""
		if d.ByAction {
			later = invokeAgain
		}
		return Export{Operation: fullstory.Operation{ID: d.Operation}}.NoLink(err, later).AsError()
	case wrongContent && content.Kind == exportfile.UnknownEncoding:
		return d.text(downloadEncoding, "The provider only decodes gzip. Nothing was written. "+checkNetwork,
			thenApply, label{"Content-Encoding", content.Reason})
	case wrongContent && content.Kind == exportfile.NotExport:
		return d.text(downloadNotExport, "The store sent something else. Nothing was written. "+checkNetwork, thenApply, reason)
	case wrongContent:
		return d.text(downloadDamaged, "The data that arrived is damaged or incomplete. Nothing was written.", ifItPersists, reason)
	case refused && refusal.IsRedirect():
		return d.text(downloadRedirected, "The provider does not follow redirects of a signed link. Nothing was written. "+
			checkNetwork, thenApply, reason)
	case refused:
		return d.text(downloadRefused, "Nothing was written. "+checkNetwork, "Then apply again. If the error persists, create a new export.", reason)
	case rest.IsUntrusted(err):
		return d.text(downloadUntrusted, "Nothing was downloaded. If a proxy of your organization inspects TLS, "+
			"install its certificate authority on this machine.", thenApply, reason)
	}
	return d.text(downloadFailed, "The connection to the store failed, and retries did not help. Nothing was written. "+
		"Check the network.", thenApply, reason)
}

// text ends with what to do: apply is the advice for a resource.
func (d Download) text(summary summary, happened, apply string, labels ...label) diag.Diagnostic {
	paragraphs := []string{happened + " " + apply}
	if d.ByAction {
		paragraphs = []string{happened, invokeAgain}
	}
	return Text{summary, detail(paragraphs, append([]label{{"Path", d.Path}, {"Operation", d.Operation}}, labels...)...)}.AsError()
}

// isPathError reports whether an error is about the path rather than the
// download.
func isPathError(err error) bool {
	_, notRegular := errors.AsType[*exportfile.NotRegularError](err)
	_, onPath := errors.AsType[*fs.PathError](err)
	_, onLink := errors.AsType[*os.LinkError](err)
	return errors.Is(err, exportfile.ErrExists) || notRegular || onPath || onLink
}
