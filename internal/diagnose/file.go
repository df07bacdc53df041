package diagnose

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

var (
	fileExists     = newSummary("Another file exists at the path")
	notRegularFile = newSummary("Path is not a regular file")
	pathUnusable   = newSummary("Path cannot be used")
	fileNotRemoved = newSummary("File was not removed")
	fileMissing    = newSummary("Downloaded file is missing")
	fileChanged    = newSummary("Downloaded file was changed")
	fileMode       = newSummary("File permissions were not set")
	mayBeCut       = newSummary("Download may be incomplete")
)

// File is the local file that a text is about.
type File struct {
	Path string
	// From is the previous path of a file whose path changes.
	From string
	// Missing reports that the file does not exist; otherwise it was changed.
	Missing bool
}

func (f File) text(summary summary, explanation string, labels ...label) Text {
	return Text{summary, detail([]string{explanation}, append([]label{{"Path", f.Path}}, labels...)...)}
}

// Unusable explains why a file cannot be read or written at the path.
func (f File) Unusable(err error) Text { return f.unusable(err, "") }

func (f File) unusable(err error, further string, labels ...label) Text {
	other, notRegular := errors.AsType[*exportfile.NotRegularError](err)
	switch {
	case errors.Is(err, exportfile.ErrExists) && f.From != "":
		return f.text(fileExists, "The path of a file changes, and another file is at the new path and did not leave it. Both were left unchanged. "+
			"If two resources swap their paths, do it in two applies: first move one of the files to a third path. "+
			"Otherwise move the other file away, or choose another path.", append(labels, label{"Previous path", f.From})...)
	case errors.Is(err, exportfile.ErrExists):
		return f.text(fileExists, "The existing file does not have this export's content and was left unchanged. "+
			"Move it away, or choose another path."+further, labels...)
	case notRegular:
		return f.text(notRegularFile, fmt.Sprintf("There is %s at the path. "+
			"Set path to the name of a new or regular file."+further, other.Kind), labels...)
	}
	return f.text(pathUnusable, "The file could not be read or written, and nothing was changed. "+
		"Fix the reason below, or choose another path."+further, append(labels, label{"Reason", err.Error()})...)
}

// NotRemoved explains why a file was left at its path.
func (f File) NotRemoved() Text {
	return f.text(fileNotRemoved, "The file was changed after the provider wrote it: it was edited, or "+
		"another resource now manages it. It was left unchanged. Delete it yourself if nothing needs it.")
}

// WillRestore announces that a file will be downloaded again.
func (f File) WillRestore() Text {
	return f.text(f.changed(), "Its export has not expired, so the next apply downloads the file again, unless restore = false is set.")
}

// CannotRestore explains that a file cannot be downloaded again.
func (f File) CannotRestore(operation string) Text {
	return f.text(f.changed(), "Its export has no file any more, so the file cannot be downloaded again. "+
		"For a new file, create a new export: change its triggers, or set replace_on_expiry = true. "+
		"To silence this warning, set restore = false.", label{"Operation", operation})
}

// NotVisible explains that a file's export cannot be found.
func (f File) NotVisible(operation string) Text {
	return f.text(f.changed(), "Its export is not visible with this API key, so the file cannot be downloaded again. "+
		"Check that the API key belongs to the account that created the export; FullStory also deletes exports some "+
		"time after they expire. Set restore = false to silence this warning.", label{"Operation", operation})
}

func (f File) changed() summary {
	if f.Missing {
		return fileMissing
	}
	return fileChanged
}

// Warnings are the warnings about a file that was downloaded, to have the
// permissions mode.
func (f File) Warnings(file exportfile.Result, mode fs.FileMode) (diags diag.Diagnostics) {
	if file.Unverifiable {
		diags.Append(f.Unverifiable().AsWarning())
	}
	if file.ModeErr != nil {
		diags.Append(f.ModeNotSet(mode, file.ModeErr).AsWarning())
	}
	return diags
}

// ModeNotSet warns that a file does not have the permissions that were asked
// for.
func (f File) ModeNotSet(mode fs.FileMode, err error) Text {
	return f.text(fileMode, fmt.Sprintf("The file is complete, but its permissions could not be set to %04o. "+
		"The file system may have none, or decide on them when it is mounted. Check who can read the file.", mode), label{"Reason", err.Error()})
}

// Unverifiable warns that a file may be incomplete.
func (f File) Unverifiable() Text {
	return f.text(mayBeCut, "The store did not send the file's length, and the format has no end marker. "+
		"Compare the number of records in the file with the number that you expect.")
}
