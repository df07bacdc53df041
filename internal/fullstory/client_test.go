package fullstory_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func TestUnit_Client_SendsKeyAndUserAgent(t *testing.T) {
	server := newServer(t)
	client := newClient(t, server, func(o *fullstory.Options) { o.APIKey = "\n  " + fullstorytest.APIKey + " \t\n" })

	me, err := client.GetMe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if me.Email == "" || me.OrgID == "" || me.Role == "" {
		t.Errorf("got %+v, want e-mail, organization and role", me)
	}
	header := server.Requests()[0].Header
	if got, want := header.Get("Authorization"), "Basic "+fullstorytest.APIKey; got != want {
		t.Errorf("Authorization is %q, want %q", got, want)
	}
	if got, want := header.Get("User-Agent"), "terraform-provider-fullstory/test"; got != want {
		t.Errorf("User-Agent is %q, want %q", got, want)
	}
}

func TestUnit_Client_EscapesIDs(t *testing.T) {
	for _, id := range []string{"a/b+c=", "..", ".", "x?y#z", "user@example.com:4241245858598272", "100%", "ü"} {
		server := newServer(t)
		server.AddOperation(id, "SEARCH_EXPORT", "COMPLETED")
		operation, err := newClient(t, server).GetOperation(t.Context(), id)
		if err != nil || operation.ID != id {
			t.Errorf("%q: got %q and %v", id, operation.ID, err)
		}
		if path := server.Requests()[0].Path; strings.Count(path, "/") != 3 {
			t.Errorf("%q was sent as %q, want one path element", id, path)
		}
	}
}

func TestUnit_Client_MakesNoRequestWithoutKeyOrID(t *testing.T) {
	server := newServer(t)
	if _, err := newClient(t, server, func(o *fullstory.Options) { o.APIKey = " " }).GetMe(t.Context()); err == nil ||
		!strings.Contains(err.Error(), "no API key") {
		t.Errorf("got %v, want that no API key is set", err)
	}
	if _, err := newClient(t, server).GetOperation(t.Context(), ""); err == nil {
		t.Error("an empty ID was sent")
	}
	wantNoRequests(t, server)
}

// Go's own error for an invalid header quotes the value, which is the key.
func TestUnit_New_RejectsInvalidKeysAndEndpoints(t *testing.T) {
	for _, key := range []string{"na1.abc\ndef", "na1.abc def", "na1.ключ", "na1.\x00"} {
		err := rest.New(rest.Options{APIKey: key}).Ready()
		if err == nil || strings.Contains(err.Error(), "abc") || strings.Contains(err.Error(), "ключ") {
			t.Errorf("key %q: got %v, want an error that does not show it", key, err)
		}
	}
	for endpoint, ok := range map[string]bool{
		"https://api.fullstory.com":          true,
		"https://api.eu1.fullstory.com/":     true,
		"https://gateway.example/fullstory/": true,
		"http://127.0.0.1:8080":              true,
		"http://localhost":                   true,
		"http://[::1]:9":                     true,
		"http://api.fullstory.com":           false,
		"http://localhost.example.com":       false,
		"ftp://api.fullstory.com":            false,
		"api.fullstory.com":                  false,
		"https://":                           false,
		"https://:443":                       false,
		"https://user:secret@example.com":    false,
		"https://example.com?x=secret":       false,
		"https://example.com#secret":         false,
		"https://exa mple.com":               false,
	} {
		err := rest.New(rest.Options{Endpoint: endpoint, APIKey: "k"}).Ready()
		if (err == nil) != ok {
			t.Errorf("endpoint %q: got %v, want ok = %t", endpoint, err, ok)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("endpoint %q: the error shows what may be a secret: %v", endpoint, err)
		}
	}
}

func TestUnit_New_KeepsThePathOfTheEndpoint(t *testing.T) {
	var got string
	client := fullstory.New(fullstory.Options{Options: rest.Options{
		Endpoint: "https://gateway.example/full%20story/", APIKey: "k",
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return nil, http.ErrHandlerTimeout
		}),
	}})
	_, _ = client.GetSegment(t.Context(), "a/b")
	if want := "https://gateway.example/full%20story/segments/v1/a%2Fb"; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestUnit_DefaultWireFormat(t *testing.T) {
	for endpoint, want := range map[string]fullstory.WireFormat{
		"https://api.fullstory.com":      fullstory.WireFormatReference,
		"https://API.EU1.FullStory.com.": fullstory.WireFormatReference,
		"https://fullstory.com":          fullstory.WireFormatReference,
		"https://notfullstory.com":       fullstory.WireFormatSchema,
		"https://fullstory.com.evil.org": fullstory.WireFormatSchema,
		"http://127.0.0.1:1":             fullstory.WireFormatSchema,
	} {
		base, err := rest.ParseEndpoint(endpoint)
		if err != nil || fullstory.DefaultWireFormat(base) != want {
			t.Errorf("%s: got %v, want %q", endpoint, err, want)
		}
	}
}
