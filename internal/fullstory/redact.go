package fullstory

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// signature matches the query parameters that make a link a secret, also where
// the "&" before them or the "=" is escaped.
var signature = regexp.MustCompile(`(?i)((?:signature|credential|security-token|sig|token)(?:=|%(?:25)*3d|\\+u003d))[^&\s"'<>\\]*`)

// mask returns what matches a key in the forms in which libraries and servers
// quote it: as it is, escaped, and as base64, at whatever place of a longer
// text. It is nil where there is nothing to hide.
func mask(key string) *regexp.Regexp {
	if key == "" {
		return nil
	}
	forms := []string{quotable(key)}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		// Three bytes are four characters, so the same bytes look different
		// according to what stands before them, in one of three ways. The ends,
		// which share a character with their neighbours, are of no use alone.
		for skip := range 3 {
			if whole := (len(key) - skip) / 3 * 3; whole >= 6 {
				forms = append(forms, quotable(encoding.EncodeToString([]byte(key[skip:skip+whole]))))
			}
		}
	}
	return regexp.MustCompile("(?i)" + strings.Join(forms, "|"))
}

// quotable is a pattern for a text as it is, or as it stands in JSON, in an
// address or in a Go string, quoted once or several times over.
func quotable(text string) string {
	var pattern strings.Builder
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			pattern.WriteRune(r)
			continue
		}
		fmt.Fprintf(&pattern, `(?:\\*%s|%%(?:25)*%02x|\\+u00%02x)`, regexp.QuoteMeta(string(r)), r, r)
	}
	return pattern.String()
}

// redact takes the key and the signatures of links out of a text that the
// server, or a library, worded.
func (c *Client) redact(text string) string {
	if c.secret != nil {
		text = c.secret.ReplaceAllString(text, "[redacted]")
	}
	return signature.ReplaceAllString(text, "${1}[redacted]")
}

// show makes a text of the server's fit to be shown. Secrets go first: cut to
// length, one could not be told any more.
func (c *Client) show(text string) string { return clean(c.redact(text)) }

// masked is an error without secrets in its text. Go's own errors quote what a
// server sent where it is not HTTP, and that may be the request's header.
func (c *Client) masked(err error) error {
	text := err.Error()
	if redacted := c.redact(text); redacted != text {
		return &maskedError{redacted, err}
	}
	return err
}

type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.err }

// maxText bounds a text of the server's in runes.
const maxText = 500

// clean makes a text of the server's fit to be shown in a terminal: one line,
// control characters visible, of bounded length.
func clean(text string) string { return Visible(strings.Join(strings.Fields(text), " "), maxText) }

// Visible shows what would otherwise act on a terminal: control characters, and
// what turns the direction of writing, as in Go's strings. What is longer than
// a number of runes is cut.
func Visible(text string, most int) string {
	var b strings.Builder
	count := 0
	for _, r := range text {
		if count++; count > most {
			b.WriteString("…")
			break
		}
		if unicode.IsGraphic(r) {
			b.WriteRune(r)
		} else {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// SignedURL is a link that gives access to whoever holds it. It prints as a
// placeholder, so that no log or message shows it by accident.
type SignedURL struct{ url string }

// NewSignedURL wraps a link; empty is no link.
func NewSignedURL(url string) SignedURL { return SignedURL{url} }

// Reveal returns the link itself.
func (u SignedURL) Reveal() string { return u.url }

// IsZero tells whether there is no link.
func (u SignedURL) IsZero() bool { return u.url == "" }

func (u SignedURL) String() string {
	if u.url == "" {
		return ""
	}
	return "[signed URL]"
}

// GoString keeps %#v from printing the link.
func (u SignedURL) GoString() string { return u.String() }
