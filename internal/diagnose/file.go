package diagnose

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

var (
	fileExists     = newSummary("Another file exists at the path")
	notRegularFile = newSummary("Path is not a regular file")
	pathUnusable   = newSummary("Path cannot be used")
	diskFull       = newSummary("Cannot write the file")
	sharedPath     = newSummary("Two files have the same path")
	literalTilde   = newSummary("Path begins with a tilde")
	misnamedFile   = newSummary("File name does not match decompress")
	otherContent   = newSummary("Restored file has other content")
	noFileImport   = newSummary("Import of a file is not needed")
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
		return f.text(fileExists, "The path of a file changes, and another file is still at the new path. Both were left unchanged. "+
			"If two resources swap their paths, do it in two applies: first move one of the files to a third path. "+
			"Otherwise move the other file away, or choose another path.", append(labels, label{"Previous path", f.From})...)
	case errors.Is(err, exportfile.ErrExists):
		return f.text(fileExists, "The existing file does not have this export's content and was left unchanged. "+
			"Move it away, or choose another path."+further, labels...)
	case notRegular:
		return f.text(notRegularFile, fmt.Sprintf("There is %s at the path. "+
			"Set path to the name of a new or regular file."+further, other.Kind), labels...)
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return f.text(diskFull, "There is not enough space on the disk, and nothing was changed at the path. "+
			"Free some space and apply again, or choose a path on another disk."+further, append(labels, label{"Reason", err.Error()})...)
	}
	return f.text(pathUnusable, "The file could not be read or written, and nothing was changed. "+
		"Fix the cause below, or choose another path."+further, append(labels, label{"Reason", err.Error()})...)
}

// NotRemoved explains why a file was left at its path.
func (f File) NotRemoved() Text {
	return f.text(fileNotRemoved, "The file was changed after the provider wrote it: it was edited, or "+
		"another resource now manages it. It was left unchanged. Delete it yourself if nothing needs it.")
}

// Occupied warns in the plan that a file is at the path of a new one.
func (f File) Occupied() Text {
	return f.text(fileExists, "The plan creates an export, but its download does not replace an existing file. If the file is "+
		"still there, the apply creates the export and then fails. Move the file away, or choose another path.")
}

// SharedPath warns in the plan that two new files have the same path.
func (f File) SharedPath() Text {
	return f.text(sharedPath, "The plan creates several files with this path. The apply would create their exports and then fail. "+
		"Give each file a path of its own: with for_each, put each.key into it.")
}

// NameWarnings warns of a path that probably does not mean what it says.
// Without a value, decompress is true.
func (f File) NameWarnings(argument path.Path, decompress types.Bool) (diags diag.Diagnostics) {
	if exportfile.BeginsAtHome(f.Path) {
		diags.Append(f.LiteralTilde().AsAttributeWarning(argument))
	}
	decompressed := decompress.IsNull() || decompress.ValueBool()
	if !decompress.IsUnknown() && exportfile.Misnamed(f.Path, decompressed) {
		diags.Append(f.Misnamed(decompressed).AsAttributeWarning(argument))
	}
	return diags
}

// LiteralTilde warns that a path is not expanded.
func (f File) LiteralTilde() Text {
	return f.text(literalTilde, fmt.Sprintf("Terraform does not expand it: the file would be in a directory named \"~\". "+
		"For the home directory, use pathexpand(%q).", f.Path))
}

// Misnamed warns that the name of a file promises another form.
func (f File) Misnamed(decompressed bool) Text {
	if decompressed {
		return f.text(misnamedFile, "The name is that of a compressed file, but the file is decompressed. "+
			"Set decompress = false, or end the name in the extension of the format, such as .csv.")
	}
	return f.text(misnamedFile, "With decompress = false, the file is gzip-compressed, but its name is not that of a compressed file. "+
		"End the name in .gz.")
}

// WillOverwrite warns that a file that was changed will be downloaded again.
func (f File) WillOverwrite() Text {
	return f.text(f.changed(), "Applying this plan replaces it with the file of its export. To keep the changed file, set restore = false.")
}

// OtherContent explains that a file that was restored is not the previous one.
func (f File) OtherContent(operation, planned, now string) Text {
	return f.text(otherContent, "FullStory sent different content for this export than before. The new file is at the path and in the state. "+
		"Apply again, so that whatever uses the file is updated. If this happens again, set restore = false.",
		label{"Operation", operation}, label{"SHA-256 in the plan", planned}, label{"SHA-256 of the file", now})
}

// NoFileImport explains what to do instead of an import.
func NoFileImport() Text {
	return Text{noFileImport, "Add the resource to the configuration and apply, in place of an import. The apply downloads the file " +
		"of an existing export, creates no new export, and adopts a file at path that already has this content."}
}

// CannotRestore explains that a file cannot be downloaded again.
func (f File) CannotRestore(operation string) Text {
	return f.text(f.changed(), "Its export no longer has a file, so the file cannot be downloaded again. "+
		"For a new file, create a new export: change its triggers, or apply with -replace. "+
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
