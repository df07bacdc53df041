package fullstory

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// redacted takes the place of a secret.
const redacted = "[redacted]"

// secretForms returns the forms in which secrets occur, in the notation of
// view.lower: unchanged, and as base64 at any place of a longer text.
func secretForms(secrets ...string) (forms []string) {
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		forms = append(forms, secret)
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			// Three bytes are four characters: the same bytes have three
			// encodings, depending on their position. The ends share a
			// character with their neighbors and are left out.
			for skip := range 3 {
				if whole := (len(secret) - skip) / 3 * 3; whole >= 6 {
					forms = append(forms, encoding.EncodeToString([]byte(secret[skip:skip+whole])))
				}
			}
		}
	}
	for _, form := range forms {
		forms = append(forms, decodedView(form).lower)
	}
	for i, form := range forms {
		forms[i] = plainView(form).lower
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// anyStore stands for the host of download links, which is not known in
// advance. NO_PROXY may exclude the API from the proxy and not the store.
var anyStore = &url.URL{Scheme: "https", Host: "store.invalid"}

// proxyCredentials returns the secrets of the proxy for a URL.
func proxyCredentials(target *url.URL) []string {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if err != nil || proxy == nil || proxy.User == nil {
		return nil
	}
	return credentials(proxy.User)
}

// credentials returns the secret of a user and the value of the header that
// carries it, which a proxy may quote.
func credentials(user *url.Userinfo) []string {
	password, given := user.Password()
	header := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
	if !given {
		return []string{user.Username(), header} // a token in place of a name
	}
	return []string{password, header}
}

// redact removes the key, proxy credentials and the signatures of links from a
// text that a server or a library wrote. Everything after the beginning of a
// signature is removed, because a link may be broken over lines.
func (c *Client) redact(text string) string {
	end := len(text)
	var secrets [][2]int // from, to
	for _, v := range []view{plainView(text), decodedView(text)} {
		if i := v.signature(); i >= 0 {
			end = min(end, i)
		}
		for _, form := range c.secrets {
			for from := 0; ; {
				i := strings.Index(v.lower[from:], form)
				if i < 0 {
					break
				}
				secrets = append(secrets, [2]int{v.offset(from + i), v.offset(from+i+len(form)-1) + 1})
				from += i + 1
			}
		}
	}
	if end == len(text) && secrets == nil {
		return text
	}
	return replaceSpans(text[:end], secrets, end < len(text))
}

// replaceSpans replaces parts of a text, which may overlap, and marks its end if
// it was cut.
func replaceSpans(text string, spans [][2]int, cut bool) string {
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var b strings.Builder
	done := 0
	for _, span := range spans {
		from, to := min(span[0], len(text)), min(span[1], len(text))
		if from >= done && to > from {
			b.WriteString(text[done:from] + redacted)
		}
		done = max(done, to)
	}
	b.WriteString(text[done:])
	if cut {
		b.WriteString(redacted)
	}
	return b.String()
}
