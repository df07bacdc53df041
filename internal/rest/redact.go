package rest

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// redacted takes the place of a secret, or of a text that quotes one in
	// another notation.
	redacted = "[redacted]"
	// minSecret is the length from which on a password of a proxy, or a trace,
	// counts alone: shorter ones are part of ordinary words.
	minSecret = 6
)

var (
	// signature matches the names of the parameters that make a link a secret.
	signature = regexp.MustCompile(`(?i)(signature|credential|sig|token)\s*=`)
	// escapes matches a character in the notations of JSON, URLs and HTML, also
	// if it was escaped several times, and line breaks.
	escapes = regexp.MustCompile(`(?i)\\+u00([0-9a-f]{2})|%(?:25)*([0-9a-f]{2})|&(?:amp;)*#x0*([0-9a-f]{1,2});|` +
		`&(?:amp;)*#0*([0-9]{1,3});|&(?:amp;)*(equals);|\\+[rn/]|<br ?/?>|\s+`)
)

// redactor removes the API key, the credentials of proxies and the signatures
// of links from texts that a server or a library wrote.
type redactor struct {
	plain  *regexp.Regexp // matches the secrets as they are
	traces []string       // what other notations of them contain: see traces
}

// newRedactor returns the redactor for a key and for the proxies of some URLs.
func newRedactor(key string, targets ...*url.URL) redactor {
	secrets := []string{key}
	for _, target := range targets {
		proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
		if err == nil && proxy != nil && proxy.User != nil {
			secrets = append(secrets, credentials(proxy.User)...)
		}
	}
	// The longest come first, because one may be a part of another.
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	r, patterns := redactor{}, []string{`[^\s\S]`} // nothing
	for _, secret := range secrets {
		if secret != "" {
			patterns = append(patterns, regexp.QuoteMeta(secret))
			r.traces = append(r.traces, traces(secret)...)
		}
	}
	for _, parameter := range []string{"Signature=", "Credential="} {
		r.traces = append(r.traces, traces(parameter)[1:]...) // only its base64: the name alone is no secret
	}
	r.plain = regexp.MustCompile("(?i)" + strings.Join(patterns, "|"))
	return r
}

// anyStore stands for the host of download links, which is not known in
// advance. NO_PROXY may exclude the API from the proxy and not the store.
var anyStore = &url.URL{Scheme: "https", Host: "store.invalid"}

// credentials returns the forms in which the secret of a proxy's user occurs:
// in the URL, in the header, and alone. A user without a password is a token,
// if it is long enough.
func credentials(user *url.Userinfo) (forms []string) {
	password, _ := user.Password()
	secret := cmp.Or(password, user.Username())
	if len(secret) >= minSecret {
		forms = append(forms, secret)
	}
	if password != "" || len(forms) > 0 {
		pair := user.Username() + ":" + password
		forms = append(forms, base64.StdEncoding.EncodeToString([]byte(pair)), pair+"@", user.String()+"@")
	}
	return forms
}

// redact replaces secrets in a text, and everything from the signature of a
// link on, because a link may be broken over lines. A text that quotes a secret
// in another notation is replaced as a whole.
func (r redactor) redact(text string) string {
	text = r.plain.ReplaceAllLiteralString(text, redacted)
	if found := signature.FindStringIndex(text); found != nil && found[1] < len(text) {
		text = text[:found[1]] + redacted
	}
	rest := strings.ReplaceAll(text, redacted, "")
	decoded := unescape(rest)
	if signature.MatchString(decoded) && !signature.MatchString(rest) {
		return redacted
	}
	for _, form := range []string{letters(rest), letters(decoded)} {
		if slices.ContainsFunc(r.traces, func(trace string) bool { return strings.Contains(form, trace) }) {
			return redacted
		}
	}
	return text
}

// traces returns what a text contains that quotes a secret in another notation:
// its letters and digits, and those of its base64, which depends on how many
// bytes are before it.
func traces(secret string) (found []string) {
	found = []string{letters(secret), letters(unescape(secret))}
	for before := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte("\x00\x00"[:before] + secret))
		// The characters at both ends depend on the neighbors, too.
		found = append(found, letters(encoded[(before*8+5)/6:(before+len(secret))*8/6]))
	}
	return slices.DeleteFunc(slices.Compact(found), func(trace string) bool { return len(trace) < minSecret })
}

// letters returns the letters and digits of a text, in lower case: what is left
// of a secret however it is escaped, quoted or broken over lines.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// unescape returns a text without escapes and white space.
func unescape(text string) string {
	return escapes.ReplaceAllStringFunc(text, func(match string) string {
		groups := escapes.FindStringSubmatch(match)
		for i, base := range []int{16, 16, 16, 10} {
			if digits := groups[i+1]; digits != "" {
				code, _ := strconv.ParseUint(digits, base, 8) // a number above 255 becomes 255
				return string([]byte{byte(code)})
			}
		}
		if groups[5] != "" {
			return "="
		}
		return ""
	})
}
