package diagnose

import (
	"fmt"
	"strconv"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// Submitted is the progress message that names the export of an action.
func (e Export) Submitted() string {
	return fmt.Sprintf("Submitted the export of segment %s as operation %s", Value(e.Segment), Value(e.ID))
}

// Progress is the progress message about a change of the export.
func (e Export) Progress(elapsed time.Duration) string {
	text := Value(string(e.State))
	if e.PercentComplete > 0 && !e.State.Final() {
		text += fmt.Sprintf(", %d %%", e.PercentComplete)
	}
	text += " after " + elapsed.Round(time.Second).String()
	if e.Step != "" {
		text += " (" + Value(string(e.Step)) + ")"
	}
	return text
}

// Downloaded is the progress message after a download.
func Downloaded(path string, file exportfile.Result) string {
	return fmt.Sprintf("Downloaded %s rows, %s bytes to %s, SHA-256 %s",
		grouped(file.Rows), grouped(file.Size), Value(path), file.SHA256)
}

// grouped writes a number with commas between groups of three digits.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
