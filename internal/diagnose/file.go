package diagnose

import (
	"errors"
	"fmt"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

var (
	fileExists     = newSummary("Another file exists at the path")
	fileBusy       = newSummary("Another download to the path is running")
	notRegularFile = newSummary("Path is not a regular file")
	pathUnusable   = newSummary("Path cannot be used")
	fileNotRemoved = newSummary("File was not removed")
	fileMissing    = newSummary("Downloaded file is missing")
	fileChanged    = newSummary("Downloaded file was changed")
	maybeCut       = newSummary("Download may be incomplete")
)

// File is the local file that a text is about.
type File struct {
	Path string
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
	case errors.Is(err, exportfile.ErrExists):
		return f.text(fileExists, "The existing file does not have this export's content and was left unchanged. "+
			"Move it away, or choose another path."+further, labels...)
	case errors.Is(err, exportfile.ErrBusy):
		return f.text(fileBusy, "Another process or resource is writing to the same path. "+
			"Give each resource a path of its own, and try again once the other process has finished."+further, labels...)
	case notRegular:
		return f.text(notRegularFile, fmt.Sprintf("There is %s at the path. "+
			"Set path to the name of a new or regular file."+further, other.Kind), labels...)
	}
	return f.text(pathUnusable, "The file could not be read or written, and nothing was left half done. "+
		"Fix the reason below, or choose another path."+further, append(labels, label{"Reason", err.Error()})...)
}

// NotRemoved explains why a file was left at its path.
func (f File) NotRemoved() Text {
	return f.text(fileNotRemoved, "The file was changed after the provider wrote it: somebody edited it, or "+
		"another resource has taken it over. It was left unchanged. Delete it yourself if nothing needs it.")
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

// Unverifiable warns that a file may be incomplete.
func (f File) Unverifiable() Text {
	return f.text(maybeCut, "The store sent neither the file's length nor a checksum, and the data does "+
		"not show where it ends. Compare the number of records in the file with the number that you expect.")
}
