package diagnose

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// Download is an export's file on its way to a path.
type Download struct {
	File
	Operation string
	// Argument is what errors about the path belong to.
	Argument path.Path
	// ByAction tells that nothing tries again: to invoke the action once more
	// makes another export.
	ByAction bool
}

// Failed words why the file did not get to its path.
func (d Download) Failed(err error) diag.Diagnostic {
	reason := label{"Reason", err.Error()}
	refusal, refused := errors.AsType[*fullstory.StoreError](err)
	_, noLink := errors.AsType[*fullstory.LinkError](err)
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, damaged := errors.AsType[*fullstory.CorruptError](err)
	switch {
	case errors.Is(err, localfile.ErrExists), isPathError(err):
		if d.ByAction {
			return d.unusable(err, "\n\n"+again, label{"Operation", d.Operation}).At(d.Argument)
		}
		return d.Unusable(err).At(d.Argument)
	case errors.Is(err, context.Canceled):
		return d.text("The download was interrupted", "Nothing has changed at the path.", "The next apply downloads the file.")
	case errors.Is(err, context.DeadlineExceeded):
		happened := "It was not complete within the time that timeouts sets, and nothing of it was kept."
		if d.ByAction {
			happened += " Raise timeouts.invoke, which is for the export and its download together."
		}
		return d.text("The download took too long", happened,
			"Raise the timeout, or leave it out: without one, a download may take as long as bytes arrive.")
	case noLink && d.ByAction:
		return Export{Operation: d.Operation}.noLink(err, again).Error()
	case noLink:
		return Export{Operation: d.Operation}.NoLink(err).Error()
	case errors.Is(err, fullstory.ErrNotData):
		return d.text("What came is not an export", "The download link gave a web page or an error message in place of data. "+
			"Nothing was written. Check what stands between this machine and the store, such as a proxy.", "Then apply again.")
	case damaged, errors.Is(err, fullstory.ErrDownloadChanged):
		return d.text("The downloaded file is damaged", "What came is not what the store holds, so nothing was written.",
			"Apply again; if it comes again, the export itself may be damaged, and a new one is needed.", reason)
	case refused && refusal.Redirect:
		return d.text("The store sends the download elsewhere", "The download link is answered with a redirect, which is not "+
			"followed: it could lead anywhere. Nothing was written. Check what stands between this machine and the store.",
			"Then apply again.", reason)
	case refused:
		return d.text("The store refuses the download", "Nothing was written.",
			"Apply again; if it comes again, the store no longer has the file, and a new export is needed.", reason)
	case untrusted:
		return d.text("The store's certificate is not trusted", "Nobody whom this machine trusts vouches for the store's "+
			"certificate, so nothing was downloaded. Where a proxy of your own stands in between, have the machine trust its authority.",
			"Then apply again.", reason)
	}
	return d.text("The download failed", "The connection to the store broke off, also when it was tried again. "+
		"Nothing was written. Check the network.", "Then apply again.", reason)
}

// text ends in what to do: for a resource in that which the next apply does.
func (d Download) text(summary, happened, apply string, labels ...label) diag.Diagnostic {
	paragraphs := []string{happened + " " + apply}
	if d.ByAction {
		paragraphs = []string{happened, again}
	}
	return Text{summary, detail(paragraphs, append([]label{{"Path", d.Path}, {"Operation", d.Operation}}, labels...)...)}.Error()
}

func isPathError(err error) bool {
	_, onPath := errors.AsType[*fs.PathError](err)
	_, onLink := errors.AsType[*os.LinkError](err)
	return onPath || onLink
}

// NoLink words why there is no link to the file of a completed export.
func (e Export) NoLink(err error) Text { return e.noLink(err, "") }

// noLink says besides how to get it later, where that makes sense.
func (e Export) noLink(err error, later string) Text {
	switch {
	case fullstory.IsNotFound(err):
		return e.text("The segment export has no file any more", "FullStory answers that it has no results for this export: "+
			"it has most likely expired. A new export is needed.")
	case errors.Is(err, fullstory.ErrNoResults):
		return e.text("The segment export has no file", "FullStory says that the export has completed, but names no file of it. "+
			"Look again later; if it stays so, a new export is needed.", later)
	}
	return GetResults.failed(err, e.Operation, later)
}
