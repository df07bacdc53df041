package diagnose

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// File is the local file that a text is about.
type File struct {
	Path string
	// Missing tells a file that is not there from one that was changed.
	Missing bool
}

func (f File) text(summary, explanation string, labels ...label) Text {
	return Text{summary, detail([]string{explanation}, append([]label{{"Path", f.Path}}, labels...)...)}
}

// Failed words why an export's file did not get to its path. argument is what
// errors about the path belong to.
func (f File) Failed(err error, operation string, argument path.Path) diag.Diagnostic {
	export := label{"Operation", operation}
	reason := label{"Reason", err.Error()}
	refusal, refused := errors.AsType[*fullstory.StoreError](err)
	_, noLink := errors.AsType[*fullstory.LinkError](err)
	_, damaged := errors.AsType[*fullstory.CorruptError](err)
	switch {
	case errors.Is(err, localfile.ErrExists), isPathError(err):
		return f.Unusable(err).At(argument)
	case errors.Is(err, context.Canceled):
		return f.text("The download was interrupted", "Nothing stands at the path. The next apply downloads the file.", export).Error()
	case errors.Is(err, context.DeadlineExceeded):
		return f.text("The download took too long", "It was not complete within the time that timeouts sets, and nothing of it "+
			"was kept. Raise the timeout, or leave it out: without one, a download may take as long as bytes arrive.", export).Error()
	case fullstory.IsNotFound(err):
		return Export{Operation: operation}.FileGone().Error()
	case noLink:
		return GetResults.Failed(err, operation).Error()
	case errors.Is(err, fullstory.ErrNotData):
		return f.text("What came is not an export", "The download link gave a web page or an error message in place of data. "+
			"Nothing was written. Check what stands between this machine and the store, such as a proxy; then apply again.", export).Error()
	case damaged, errors.Is(err, fullstory.ErrDownloadChanged):
		return f.text("The downloaded file is damaged", "What came is not what the store holds, so nothing was written. "+
			"Apply again; if it comes again, the export itself may be damaged, and a new one is needed.", export, reason).Error()
	case refused && refusal.Redirect:
		return f.text("The store sends the download elsewhere", "The download link is answered with a redirect, which is not "+
			"followed: it could lead anywhere. Nothing was written. Check what stands between this machine and the store.", export, reason).Error()
	case refused:
		return f.text("The store refuses the download", "Nothing was written. Apply again; "+
			"if it comes again, the store no longer has the file, and a new export is needed.", export, reason).Error()
	}
	return f.text("The download failed", "The connection to the store broke off, also when it was tried again. "+
		"Nothing was written. Check the network, then apply again.", export, reason).Error()
}

func isPathError(err error) bool {
	_, onPath := errors.AsType[*fs.PathError](err)
	_, onLink := errors.AsType[*os.LinkError](err)
	return onPath || onLink
}

// Unusable says that the file system does not let the path be used.
func (f File) Unusable(err error) Text {
	if errors.Is(err, localfile.ErrExists) {
		return f.text("Another file stands at the path", "What stands there is not this export's file, and was left as it is. "+
			"Move it away, or choose another path.")
	}
	return f.text("The path cannot be used", "The file could not be read or written there. Nothing was left half done. "+
		"Correct what the reason names, or choose another path.", label{"Reason", err.Error()})
}

// IsFolder says that a folder stands where the file is to go.
func (f File) IsFolder() Text {
	return f.text("The path is a folder", "A folder stands at the path. Give the name of a file within it.")
}

// Twice says that two resources have one path.
func (f File) Twice() Text {
	return f.text("Two files have the same path", "Another fullstory_segment_export_file of this configuration has this path. "+
		"Give each a path of its own.")
}

// NotOurs says that a file is kept which was to be removed.
func (f File) NotOurs() Text {
	return f.text("The file was not removed", "It is no longer what the provider wrote there: somebody has changed it since. "+
		"It stays as it is. Remove it by hand if nobody needs it.")
}

// WillRestore says that a file will be downloaded again.
func (f File) WillRestore() Text {
	return f.text(f.what(), "The export still lives: the next apply downloads the file again. "+
		"Set restore = false to leave it to itself.")
}

// CannotRestore says that a file cannot be downloaded again.
func (f File) CannotRestore(operation string) Text {
	return f.text(f.what(), "The export is no longer to be had, so that the file cannot be downloaded again; "+
		"nothing is planned for it. Replace the export for a new file, or set restore = false to hear no more of it.",
		label{"Operation", operation})
}

func (f File) what() string {
	if f.Missing {
		return "The export's file is missing"
	}
	return "The export's file was changed"
}

// NoFileYet says that an export is not complete.
func (e Export) NoFileYet() Text {
	return e.text("The segment export is not complete", "Its file can be had once FullStory has completed it. "+
		"Have its resource wait (wait_for_completion = true), or apply again later.")
}

// NoFileOfFailed says that an export failed, and so has no file.
func (e Export) NoFileOfFailed(reason string) Text {
	return Text{"The segment export failed", detail([]string{
		"FullStory could not complete the export, so that it has no file. A new export is needed.",
	}, append(e.labels(), label{"Reason", reasonOr(reason)})...)}
}

// FileGone says that a completed export has no file any more.
func (e Export) FileGone() Text {
	return e.text("The segment export has no file any more", "FullStory answers that it has no results for this export: "+
		"it has most likely expired. A new export is needed.")
}
