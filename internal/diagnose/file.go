package diagnose

import (
	"errors"

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

// Unusable says that the file system does not let the path be used.
func (f File) Unusable(err error) Text { return f.unusable(err, "") }

func (f File) unusable(err error, further string, labels ...label) Text {
	if errors.Is(err, localfile.ErrExists) {
		return f.text("Another file stands at the path", "What stands there is not this export's file, and was left as it is. "+
			"Move it away, or choose another path."+further, labels...)
	}
	return f.text("The path cannot be used", "The file could not be read or written there. Nothing was left half done. "+
		"Correct what the reason names, or choose another path."+further, append(labels, label{"Reason", err.Error()})...)
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

// WillRestore says that a file is downloaded again. A CLI shows it with the
// plan, and once more after the apply.
func (f File) WillRestore() Text {
	return f.text(f.what(), "So it was when the provider looked, before planning. The export still lives: "+
		"applying the plan downloads the file again, or that of the export which replaces it. "+
		"Set restore = false to leave it to itself.")
}

// CannotRestore says that a file cannot be downloaded again.
func (f File) CannotRestore(operation string) Text {
	return f.text(f.what(), "So it was when the provider looked, before planning. FullStory no longer has this "+
		"export's file, so that it cannot be downloaded again: nothing is done about it, unless another export takes the place "+
		"of this one. Replace the export for a new file, or set restore = false to hear no more of it.",
		label{"Operation", operation})
}

func (f File) what() string {
	if f.Missing {
		return "The export's file was missing"
	}
	return "The export's file was changed"
}

// NoFileYet says that an export is not complete.
func (e Export) NoFileYet() Text {
	return e.text("The segment export is not complete", "Its file can be had once FullStory has completed it. "+
		"Have its resource wait (wait_for_completion = true), or apply again later. "+
		"For a link to be asked for after the wait, not in the plan before it, let its export_id depend on the resource's state.")
}

// NoFileOfFailed says that an export failed, and so has no file.
func (e Export) NoFileOfFailed(reason string) Text {
	return e.ending(because(reason), "The segment export failed",
		"FullStory could not complete the export, so that it has no file. A new export is needed.")
}
