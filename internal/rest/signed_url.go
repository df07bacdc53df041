package rest

import "strings"

// SignedURL is a link that gives access to everyone who has it. It prints as a
// placeholder, so that no log line or message shows it by accident.
type SignedURL struct{ url string }

// NewSignedURL wraps a link, without white space around it; empty means that
// there is none.
func NewSignedURL(url string) SignedURL { return SignedURL{strings.TrimSpace(url)} }

// Reveal returns the link itself.
func (u SignedURL) Reveal() string { return u.url }

// IsZero reports whether there is no link.
func (u SignedURL) IsZero() bool { return u.url == "" }

func (u SignedURL) String() string {
	if u.url == "" {
		return ""
	}
	return "[signed URL]"
}

// GoString keeps %#v from printing the link.
func (u SignedURL) GoString() string { return u.String() }
