package exportfile

import "errors"

// ErrExists is the error if another file is at the path.
var ErrExists = errors.New("another file is already there")

// NotRegularError is the error if something other than a file is at the path.
type NotRegularError struct {
	// Kind is what is there, such as "a directory".
	Kind string
}

func (e *NotRegularError) Error() string { return "there is " + e.Kind }

// ContentError is the error if what arrived is not a whole export.
type ContentError struct {
	Kind   ContentKind
	Reason string
}

func (e *ContentError) Error() string { return e.Reason }

// ContentKind is what is wrong with a content.
type ContentKind int

// The kinds of wrong content.
const (
	// NotExport is something other than an export.
	NotExport ContentKind = iota
	// Damaged is an export that is damaged or incomplete.
	Damaged
	// UnknownEncoding is a Content-Encoding that cannot be decoded; the reason
	// is its name.
	UnknownEncoding
)

func notExport(reason string) error { return &ContentError{NotExport, reason} }
func damaged(reason string) error   { return &ContentError{Damaged, reason} }
