package fullstory

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// redacted takes the place of a secret.
const redacted = "[redacted]"

var (
	// signature matches the names of the parameters that make a link a secret.
	signature = regexp.MustCompile(`(?i)(signature|credential|sig|token)\s*=`)
	// escaped matches a character or a line break in the notations of JSON, URLs
	// and HTML, also if it was escaped several times.
	escaped = regexp.MustCompile(`(?i)\\+u00([0-9a-f]{2})|%(?:25)*([0-9a-f]{2})|&(?:amp;)*#x0*([0-9a-f]{1,2});|` +
		`&(?:amp;)*#0*([0-9]{1,3});|&(?:amp;)*(equals);|\\+(/)|\\+[rn]|<br ?/?>`)
)

// unescape returns a text without escapes.
func unescape(text string) string {
	if !strings.ContainsAny(text, `\%&<`) {
		return text // as most are, and matching is slow
	}
	return escaped.ReplaceAllStringFunc(text, func(match string) string {
		groups := escaped.FindStringSubmatch(match)
		for i, base := range []int{16, 16, 16, 10} {
			if digits := groups[i+1]; digits != "" {
				code, _ := strconv.ParseUint(digits, base, 8) // a number above 255 becomes 255
				return string([]byte{byte(code)})
			}
		}
		switch {
		case groups[5] != "":
			return "="
		case groups[6] != "":
			return "/"
		}
		return "\n"
	})
}

// joinLines returns a text without escapes and without anything between its
// words.
func joinLines(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(unescape(text), `\`, "")), "")
}

// secretPattern returns a pattern that matches the key, in upper or lower case,
// and the credentials of the proxies for some URLs. It matches nothing if there
// are none.
func secretPattern(key string, targets ...*url.URL) *regexp.Regexp {
	secrets := []string{key}
	for _, target := range targets {
		proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
		if err == nil && proxy != nil && proxy.User != nil {
			secrets = append(secrets, credentials(proxy.User)...)
		}
	}
	patterns := []string{`[^\s\S]`} // nothing
	for _, secret := range secrets {
		// A password may itself look escaped.
		for _, form := range []string{secret, unescape(secret), joinLines(secret)} {
			if form != "" {
				patterns = append(patterns, regexp.QuoteMeta(form))
			}
		}
	}
	return regexp.MustCompile("(?i)" + strings.Join(slices.Compact(patterns), "|"))
}

// anyStore stands for the host of download links, which is not known in
// advance. NO_PROXY may exclude the API from the proxy and not the store.
var anyStore = &url.URL{Scheme: "https", Host: "store.invalid"}

// credentials returns the secret of a user and the value of the header that
// carries it, which a proxy may quote.
func credentials(user *url.Userinfo) []string {
	password, given := user.Password()
	header := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
	if !given || password == "" {
		return []string{user.Username(), header} // a token in place of a name
	}
	return []string{password, header}
}

// redact removes the key, proxy credentials and the signatures of links from a
// text that a server or a library wrote, however they are written. A text with
// an escaped secret is returned without escapes, and one with a secret that is
// broken over lines without white space.
func (c *Client) redact(text string) string {
	text = c.redactBase64(c.redactPlain(text))
	if decoded := unescape(text); decoded != text {
		if clean := c.redactBase64(c.redactPlain(decoded)); clean != decoded {
			text = clean
		}
	}
	joined := joinLines(text)
	if clean := c.redactPlain(joined); clean != joined {
		return clean
	}
	return text
}

// redactPlain removes secrets that are not escaped. Everything after the
// beginning of a signature is removed, because a link may be broken over lines.
func (c *Client) redactPlain(text string) string {
	text = c.secrets.ReplaceAllLiteralString(text, redacted)
	if found := signature.FindStringIndex(text); found != nil && found[1] < len(text) {
		text = text[:found[1]] + redacted
	}
	return text
}
