package rest

import (
	"strconv"
	"strings"
	"unicode"
)

// Text is a text of a server that is fit to be shown: without secrets, on one
// line, with visible control characters and of limited length. It is for
// people: nothing that is compared, requested or decided on is a Text.
type Text string

const (
	// maxText limits a Text, in runes.
	maxText = 500
	// maxRedacted limits how many bytes of a text are searched for secrets, and
	// maxSecret how many bytes a secret has in any notation.
	maxRedacted, maxSecret = 16 << 10, 8 << 10
)

// Text makes a text of a server fit to be shown. Secrets are removed first:
// shortened, they would not be recognized.
func (c *Client) Text(text string) Text {
	if len(text) > maxRedacted {
		text = c.redactor.redact(text[:maxRedacted])
		text = text[:max(0, len(text)-maxSecret)] // it may end with a part of a secret
	} else {
		text = c.redactor.redact(text)
	}
	return Text(EscapeControl(strings.Join(strings.Fields(text), " "), maxText))
}

// RedactError returns an error without secrets in its text. Go's own errors
// quote what a server sent in place of HTTP, which may be the request's header.
func (c *Client) RedactError(err error) error {
	text := err.Error()
	if clean := c.redactor.redact(text); clean != text {
		return &redactedError{EscapeControl(clean, maxText), err}
	}
	return err
}

type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.err }

// EscapeControl escapes the runes of a text that a terminal would act on, as in
// Go strings: control characters and those that change the direction of
// writing. It cuts the text after limit runes.
func EscapeControl(text string, limit int) string {
	var b strings.Builder
	count := 0
	for _, r := range text {
		if count++; count > limit {
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
