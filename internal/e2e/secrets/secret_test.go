// Package secrets_test checks that neither the API key nor a signed link is
// logged, stored or printed, for everything that the provider serves.
package secrets_test

import (
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

const (
	// key has characters that each kind of quoting changes.
	key = `na1.Zm9v/YmFy+c2Vj<cmV0>&"a2V5==`
	// The parameters of a link that the fake did not sign.
	sign       = "51gn3dByN0b0dy"
	credential = "cr3d3nt1alOfN0b0dy"
	link       = "https://store.example/o?X-Goog-Credential=" + credential + "&Expires=1&X-Goog-Signature=" + sign
)

// forms returns the secrets in every encoding that a text must not contain.
func forms() map[string]string {
	b64 := base64.StdEncoding.EncodeToString
	quote := strings.NewReplacer(`"`, `\"`)
	return map[string]string{
		"the key":                     key,
		"the key, quoted":             quote.Replace(key),
		"the key in JSON":             strings.NewReplacer(`"`, `\"`, "<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(key),
		"the key in a query":          url.QueryEscape(key),
		"the key in a path":           url.PathEscape(key),
		"the key, base64":             b64([]byte(key)),
		"the key and a newline, b64":  b64([]byte(key + "\n")),
		"the key as a password, b64":  b64([]byte("robot:" + key)),
		"the header, base64":          b64([]byte("Authorization: Basic " + key)),
		"the key, base64 for an URL":  base64.RawURLEncoding.EncodeToString([]byte(key)),
		"the key in HTML":             html.EscapeString(key),
		"the key in numeric entities": strings.NewReplacer("=", "&#61;", "/", "&#x2F;", "&", "&#38;").Replace(key),
		"the key broken over lines":   key[:14] + "\n" + key[14:],
		"a link, base64":              b64([]byte(link)),
		"the signature of a link":     sign,
		"the credential of a link":    credential,
		"the beginning of the key":    key[:12],
		"the key, its first line cut": key[5:20],
	}
}

// echo returns the text of a server that repeats the secrets it received.
func echo() string {
	texts := []string{"Authorization: Basic " + key, link, strings.ReplaceAll(link, "&", `\u0026`), url.QueryEscape(link),
		strings.ReplaceAll(link, "=", "&#61;"), strings.ReplaceAll(link, "=", "&#x3D;"), html.EscapeString(link)}
	for _, form := range forms() {
		if len(form) > 20 {
			texts = append(texts, form)
		}
	}
	return strings.Join(texts, " ; ")
}

// transcript collects logs, states and output.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (e *transcript) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.text.Write(p)
}

func (e *transcript) add(texts ...string) {
	for _, text := range texts {
		_, _ = e.Write([]byte(text + "\n")) // never fails
	}
}

// wantNoSecret searches the transcript for the key and for the signatures of
// links, those of this file and those of the fake.
func (e *transcript) wantNoSecret(t *testing.T, server *fullstorytest.Server, given ...string) {
	t.Helper()
	wanted := forms()
	for _, request := range server.RequestsTo(fullstorytest.RouteDownload) {
		given = append(given, request.RawQuery)
	}
	for _, query := range given {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if s := values.Get("Signature"); s != "" {
			wanted["the signature of the link "+s] = s
		}
	}
	text := e.String()
	for what, form := range wanted {
		if at := strings.Index(text, form); at >= 0 {
			t.Errorf("the transcript contains %s: …%s…", what, text[max(0, at-150):min(len(text), at+len(form)+50)])
		}
	}
}

func (e *transcript) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.text.String()
}
