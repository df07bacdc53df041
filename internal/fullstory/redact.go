package fullstory

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// redacted takes the place of a secret.
const redacted = "[redacted]"

// equals matches "=" as it is, and as URLs, JSON and HTML escape it.
const equals = `(?:=|%(?:25)*3d|\\+u003d|&(?:amp;)*(?:#0*61|#x0*3d|equals);)`

// signature matches the parameters that make a link a secret, and everything
// after them: a link may be broken over lines, so that its end is unknown.
var signature = regexp.MustCompile(`(?is)((?:signature|credential|security-token|sig|token)` + equals + `).*`)

// encoded matches texts that may be base64.
var encoded = regexp.MustCompile(`[A-Za-z0-9+/_-]{24,}={0,2}`)

// maskSecrets returns a pattern for secrets in the notations in which libraries
// and servers quote them: as they are, escaped, broken over lines, and as base64
// at any place of a longer text. It is nil if there is nothing to hide.
func maskSecrets(secrets ...string) *regexp.Regexp {
	var forms []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		forms = append(forms, anyNotation(secret))
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			// Three bytes are four characters: the same bytes have three
			// encodings, depending on their position. The ends share a
			// character with their neighbors and are left out.
			for skip := range 3 {
				if whole := (len(secret) - skip) / 3 * 3; whole >= 6 {
					forms = append(forms, anyNotation(encoding.EncodeToString([]byte(secret[skip:skip+whole]))))
				}
			}
		}
	}
	if forms == nil {
		return nil
	}
	return regexp.MustCompile("(?i)" + strings.Join(forms, "|"))
}

// lineBreak matches what may come between two characters of a broken text.
const lineBreak = `(?:\s|\\+[rn]|=\r?\n|<br ?/?>)*`

// anyNotation returns a pattern for a text as it is, and as JSON, URLs, HTML
// and Go strings quote it, once or several times.
func anyNotation(text string) string {
	var pattern strings.Builder
	for i, r := range text {
		if i > 0 {
			pattern.WriteString(lineBreak)
		}
		fmt.Fprintf(&pattern, `(?:\\*%s|%%(?:25)*%02x|\\+u00%02x|&(?:amp;)*(?:#0*%d|#x0*%x);)`,
			regexp.QuoteMeta(string(r)), r, r, r, r)
	}
	return pattern.String()
}

// proxyCredentials returns the password of the proxy for a URL and the header
// that carries it, which a proxy may quote.
func proxyCredentials(target *url.URL) []string {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if err != nil || proxy == nil || proxy.User == nil {
		return nil
	}
	password, _ := proxy.User.Password()
	return []string{password, base64.StdEncoding.EncodeToString([]byte(proxy.User.Username() + ":" + password))}
}

// redact removes the key, proxy credentials and the signatures of links from a
// text that a server or a library wrote.
func (c *Client) redact(text string) string {
	if c.secrets != nil {
		text = c.secrets.ReplaceAllString(text, redacted)
	}
	text = signature.ReplaceAllString(text, "${1}"+redacted)
	return encoded.ReplaceAllStringFunc(text, func(token string) string {
		for skip := range min(4, len(token)) {
			plain, _ := base64.RawStdEncoding.DecodeString(plainAlphabet.Replace(token[skip:]))
			if signature.Match(plain) {
				return redacted
			}
		}
		return token
	})
}

// plainAlphabet turns URL-safe base64 into the standard alphabet without padding.
var plainAlphabet = strings.NewReplacer("-", "+", "_", "/", "=", "")

// sanitize makes a text of a server fit to be shown: without secrets, on one
// line, with visible control characters and of limited length. Secrets are
// removed first: shortened, they would not be recognized.
func (c *Client) sanitize(text string) string {
	return EscapeControl(strings.Join(strings.Fields(c.redact(text)), " "), maxText)
}

// redactError returns an error without secrets in its text. Go's own errors
// quote what a server sent in place of HTTP, which may be the request's header.
func (c *Client) redactError(err error) error {
	text := err.Error()
	if clean := c.redact(text); clean != text {
		return &redactedError{clean, err}
	}
	return err
}

type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.err }

// maxText limits a text of a server, in runes.
const maxText = 500

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
