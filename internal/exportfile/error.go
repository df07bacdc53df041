package exportfile

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

var (
	// ErrExists is the error if another file is at the path.
	ErrExists = errors.New("another file is already there")
	// ErrBusy is the error if another process is downloading to the path.
	ErrBusy = errors.New("another download to this path is running")
)

// NotRegularError is the error if something other than a file is at the path.
type NotRegularError struct {
	// Kind is what is there, such as "a directory" or "a named pipe".
	Kind string
}

func (e *NotRegularError) Error() string { return "there is " + e.Kind }

// LinkError is the error if the API returned no usable download link.
type LinkError struct{ Err error }

func (e *LinkError) Error() string { return e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

// StoreError is a response of the cloud store that refuses a download.
type StoreError struct {
	Status int
	// Location is the scheme and host that a redirect leads to; redirects are
	// not followed.
	Location string
	// RetryAfter is how long the store asks to wait; 0 if it does not.
	RetryAfter time.Duration
}

func (e *StoreError) Error() string {
	text := fmt.Sprintf("the store responded with %d %s", e.Status, http.StatusText(e.Status))
	if e.Location != "" {
		text += " to " + e.Location
	}
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(" and asks to retry after %s", e.RetryAfter.Round(time.Second))
	}
	return text
}

// IsRedirect reports whether the store redirected the request.
func (e *StoreError) IsRedirect() bool { return e.Status >= 300 && e.Status < 400 }

// EncodingError is the error for a Content-Encoding that cannot be decoded.
type EncodingError struct{ Encoding string }

func (e *EncodingError) Error() string {
	return fmt.Sprintf("the store sent the file with Content-Encoding %q", e.Encoding)
}

// NotExportError is the error if the store sent something other than an export.
type NotExportError struct{ Reason string }

func (e *NotExportError) Error() string { return e.Reason }

// CorruptError is the error if what arrived is damaged or incomplete.
type CorruptError struct{ Reason string }

func (e *CorruptError) Error() string { return e.Reason }
