package fullstory

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// signature matches the query parameters that make a link a secret.
var signature = regexp.MustCompile(`(?i)([?&;](?:x-(?:goog|amz)-)?(?:signature|credential|security-token|sig|token)=)[^&\s"'<>]*`)

// redact takes the key and the signatures of links out of a text that the
// server, or a library, worded.
func (c *Client) redact(text string) string {
	if c.apiKey != "" {
		text = strings.ReplaceAll(text, c.apiKey, "[redacted]")
	}
	return signature.ReplaceAllString(text, "${1}[redacted]")
}

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
