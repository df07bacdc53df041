package rest_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

const (
	secretKey = "na1.Zm9v/YmFy+cXV4=="
	secretURL = "https://store.test/export.json.gz?X-Goog-Expires=300&X-Goog-Signature=51gn3dByN0b0dy0123456789"
	signed    = "51gn3dByN0b0dy0123456789"
)

// notations are ways in which a server may quote a secret.
var notations = map[string]func(string) string{
	"plain":        func(s string) string { return s },
	"upper case":   strings.ToUpper,
	"URL":          url.QueryEscape,
	"URL path":     url.PathEscape,
	"URL twice":    func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"every byte %": func(s string) string { return eachByte(s, "%%%02X") },
	"JSON":         func(s string) string { return eachByte(s, `\u%04x`) },
	"JSON twice":   func(s string) string { return eachByte(s, `\\u%04X`) },
	"JSON for HTML": func(s string) string {
		return strings.NewReplacer("=", `\u003d`, "&", `\u0026`, "/", `\/`, "+", `\u002b`).Replace(s)
	},
	"HTML":              html.EscapeString,
	"HTML decimal":      func(s string) string { return eachByte(s, "&#%d;") },
	"HTML hexadecimal":  func(s string) string { return eachByte(s, "&#x%X;") },
	"HTML, zeros":       func(s string) string { return eachByte(s, "&#x00%x;") },
	"HTML twice":        func(s string) string { return eachByte(s, "&amp;#%d;") },
	"HTML equals":       func(s string) string { return strings.ReplaceAll(s, "=", "&equals;") },
	"line breaks":       func(s string) string { return everySeven(s, "\n") },
	"header folding":    func(s string) string { return everySeven(s, "\r\n\t") },
	"HTML line breaks":  func(s string) string { return everySeven(s, "<br/>") },
	"JSON line breaks":  func(s string) string { return everySeven(s, `\r\n`) },
	"base64":            func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 in a text":  func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s + " and more")) },
	"base64, shifted":   func(s string) string { return base64.StdEncoding.EncodeToString([]byte("x" + s)) },
	"URL-safe base64":   func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("xy" + s)) },
	"base64, in lines":  func(s string) string { return everySeven(base64.StdEncoding.EncodeToString([]byte(s)), "\r\n") },
	"base64, in a mail": func(s string) string { return every(76, base64.StdEncoding.EncodeToString([]byte(s)), "\r\n") },
	"base64, in a mail in a URL": func(s string) string {
		return every(76, base64.StdEncoding.EncodeToString([]byte(s)), "%0D%0A")
	},
}

func eachByte(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

func everySeven(s, separator string) string { return every(7, s, separator) }

// every writes a separator after every n bytes.
func every(n int, s, separator string) string {
	var b strings.Builder
	for i, c := range []byte(s) {
		if i > 0 && i%n == 0 {
			b.WriteString(separator)
		}
		b.WriteByte(c)
	}
	return b.String()
}

func clientWithKey(t testing.TB, key string) *rest.Client {
	t.Helper()
	client := rest.New(rest.Options{APIKey: key})
	return client
}

// A secret as it is is cut out. A text that quotes one in another notation is
// replaced as a whole.
func TestUnit_Redact_Notations(t *testing.T) {
	client := clientWithKey(t, secretKey)
	for name, quote := range notations {
		want := "[redacted]"
		if name == "plain" || name == "upper case" || name == "HTML" { // HTML escapes nothing of the key
			want = "The key [redacted], it says."
		}
		quoted := quote(secretKey)
		if got := rest.Redact(client, "The key "+quoted+", it says."); got != want {
			t.Errorf("key, %s: %q becomes %q", name, quoted, got)
		}
		if name == "upper case" {
			continue
		}
		quoted = quote(secretURL)
		got := rest.Redact(client, "The link "+quoted)
		if !strings.HasSuffix(got, "[redacted]") || strings.Contains(got, quoted[len(quoted)-8:]) || strings.Contains(got, signed[len(signed)-8:]) {
			t.Errorf("link, %s: %q becomes %q", name, quoted, got)
		}
	}
}

func TestUnit_Redact_KeepsOtherTexts(t *testing.T) {
	client, noKey := clientWithKey(t, secretKey), clientWithKey(t, "")
	for _, text := range []string{
		"", "segmentId is required", "U0VBUkNIX0VYUE9SVDor1JAZfIkyBMRFrw==", `{"message":"a%20b &amp; c"}`,
		"https://store.test/export.json.gz?Expires=300", "na1.Zm9", strings.Repeat("long ", 100), "Ünïcödé\nlines",
	} {
		if got := rest.Redact(client, text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
		if got := rest.Redact(noKey, text); got != text {
			t.Errorf("without a key, %q becomes %q", text, got)
		}
	}
}

// A secret may itself look escaped.
func TestUnit_Redact_SecretWithAnEscape(t *testing.T) {
	const key = "na1.p%41ss-and-more"
	for _, text := range []string{key, url.QueryEscape(key), eachByte(key, "&#%d;"), everySeven(key, "\n")} {
		if got := rest.Redact(clientWithKey(t, key), text); got != "[redacted]" {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// The text of an error may be printed: what was unescaped must not act on a
// terminal.
func TestUnit_Redact_ErrorHasNoControlCharacters(t *testing.T) {
	err := clientWithKey(t, secretKey).RedactError(errors.New(`malformed response "\u001b[2J` + eachByte(secretKey, `\u%04x`) + `"`))
	if text := err.Error(); strings.ContainsRune(text, 0x1b) || !strings.Contains(text, "[redacted]") {
		t.Errorf("got %q", text)
	}
}

// What looks like a secret does not cost the spaces of the text before it.
func TestUnit_Redact_KeepsTheTextBefore(t *testing.T) {
	const before = "Access denied for tenant 7.\nYour token ="
	if got := rest.Redact(clientWithKey(t, secretKey), before+" expired on Monday"); got != before+"[redacted]" {
		t.Errorf("got %q", got)
	}
}

func TestUnit_Redact_ProxyCredentials(t *testing.T) {
	// main_test.go sets the proxy. It is not used for loopback addresses, but the
	// files of such an endpoint may be elsewhere.
	loopback := rest.New(rest.Options{APIKey: secretKey, Endpoint: "http://127.0.0.1:1"})
	header := base64.StdEncoding.EncodeToString([]byte("user:proxy-password"))
	for name, client := range map[string]*rest.Client{"proxied": clientWithKey(t, secretKey), "loopback": loopback} {
		for _, text := range []string{"Proxy-Authorization: Basic " + header, "http://user:proxy-password@proxy.test", "proxy%2Dpassword", "cHJveHktcGFzc3dvcmQ="} {
			if got := rest.Redact(client, text); strings.Contains(got, header[:4]) || strings.Contains(got, "password") {
				t.Errorf("%s: %q becomes %q", name, text, got)
			}
		}
	}
}

// A password alone is a secret from six characters on: a shorter one is a part
// of ordinary words, and a user name is no secret at all. Without a password,
// the name is a token.
func TestUnit_Redact_ProxyUser(t *testing.T) {
	for user, want := range map[*url.Userinfo][]string{
		url.UserPassword("name", "password"): {"password", "bmFtZTpwYXNzd29yZA==", "name:password@", "name:password@"},
		url.UserPassword("name", "p#ss"):     {"bmFtZTpwI3Nz", "name:p#ss@", "name:p%23ss@"},
		url.User("my-token"):                 {"my-token", "bXktdG9rZW46", "my-token:@", "my-token@"},
		url.UserPassword("my-token", ""):     {"my-token", "bXktdG9rZW46", "my-token:@", "my-token:@"},
		url.User("ed"):                       nil,
	} {
		if got := rest.Credentials(user); !slices.Equal(got, want) {
			t.Errorf("the secrets of %s are %q, want %q", user, got, want)
		}
	}
}

// A key that is cut would not be recognized any more.
func TestUnit_Redact_BeforeTheTextIsCut(t *testing.T) {
	client := clientWithKey(t, secretKey)
	for limit, step := range map[int]int{500: 1, 16 << 10: 7} {
		for before := limit - len(secretKey) - 1; before <= limit+1; before += step {
			for _, filler := range []string{"x", " "} {
				text := string(client.Text(strings.Repeat(filler, before) + secretKey + strings.Repeat(" y", 100)))
				if strings.Contains(text, secretKey[:6]) || len(text) > 600 {
					t.Fatalf("after %d characters: %q", before, text)
				}
			}
		}
	}
}

// FuzzRedact looks for neighbors of a secret that keep it from being found.
func FuzzRedact(f *testing.F) {
	f.Add("Authorization: Basic ", "\r\n")
	f.Add("https://s.test/?a=b&X-Goog-", "&c=d")
	f.Add("%", "%3d")
	f.Add(`\`, `"`)
	f.Add("&#", ";")
	client := clientWithKey(f, fullstorytest.APIKey)
	f.Fuzz(func(t *testing.T, before, after string) {
		if strings.Contains(before+after, signed) {
			return
		}
		for secret, text := range map[string]string{
			fullstorytest.APIKey: before + fullstorytest.APIKey + after,
			signed:               before + "Signature=" + signed + after,
		} {
			if redacted := rest.Redact(client, text); strings.Contains(redacted, secret) {
				t.Errorf("%q leaves %q", text, redacted)
			}
		}
	})
}
