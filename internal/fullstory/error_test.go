package fullstory_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_Error_KeepsWhatTheServerSaid(t *testing.T) {
	for name, c := range map[string]struct {
		status         int
		kind, body     string
		message, code  string
		text, withheld string
	}{
		"the vendor's form": {400, "application/json", `{"message":"segmentId is required","code":"bad_request"}`,
			"segmentId is required", "bad_request", "GET /me: 400 Bad Request: segmentId is required (code bad_request)", ""},
		"error, and a number": {422, "application/json", `{"error":"no","code":17}`, "no", "17", "GET /me: 422 Unprocessable Entity: no (code 17)", ""},
		"detail":              {409, "application/json", `{"message":"","detail":"busy"}`, "busy", "", "GET /me: 409 Conflict: busy", ""},
		"an object":           {400, "application/json", `{"message":{"a":1}}`, "", "", "GET /me: 400 Bad Request", ""},
		"HTML":                {502, "text/html", "<html>gateway</html>", "", "", "GET /me: 502 Bad Gateway", "html"},
		"plain text":          {403, "text/plain; charset=utf-8", "go\naway\x07", `go away\a`, "", `GET /me: 403 Forbidden: go away\a`, "\x07"},
		"nothing":             {404, "application/json", "", "", "", "GET /me: 404 Not Found", ""},
		"cut JSON":            {400, "application/json", `{"message":"x`, "", "", "GET /me: 400 Bad Request", ""},
		"the key": {401, "application/json", `{"message":"unknown key ` + fullstorytest.APIKey + `"}`,
			"unknown key [redacted]", "", "GET /me: 401 Unauthorized: unknown key [redacted]", fullstorytest.APIKey},
		"a signed URL": {400, "application/json", `{"message":"cannot read https://s.test/o?X-Goog-Signature=abc&a=b&Signature=def"}`,
			"cannot read https://s.test/o?X-Goog-Signature=[redacted]&a=b&Signature=[redacted]", "",
			"GET /me: 400 Bad Request: cannot read https://s.test/o?X-Goog-Signature=[redacted]&a=b&Signature=[redacted]", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			server := fullstorytest.New()
			defer server.Close()
			server.Inject(fullstorytest.RouteGetMe, fullstorytest.StatusBody(c.status, c.kind, c.body))
			_, err := newClient(t, server, func(o *fullstory.Options) { o.MaxRetries = 0 }).GetMe(t.Context())
			refusal, ok := errors.AsType[*fullstory.Error](err)
			if !ok {
				t.Fatalf("got %v, want a refusal", err)
			}
			if refusal.Status != c.status || refusal.Message != c.message || refusal.Code != c.code {
				t.Errorf("got %+v", refusal)
			}
			if err.Error() != c.text {
				t.Errorf("it reads %q\nwant %q", err, c.text)
			}
			if c.withheld != "" && strings.Contains(err.Error(), c.withheld) {
				t.Errorf("it shows %q", c.withheld)
			}
		})
	}
}

func TestUnit_Error_IsBounded(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.Inject(fullstorytest.RouteGetMe, fullstorytest.StatusBody(400, "text/plain", strings.Repeat("long ", 1000)))
	if _, err := newClient(t, server).GetMe(t.Context()); len(err.Error()) > 600 {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
}

// A key of which the cut leaves a part is a key that nobody recognizes any more.
func TestUnit_Error_HidesAKeyThatTheCutGoesThrough(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	client := newClient(t, server)
	part := fullstorytest.APIKey[:6]
	for before := 500 - len(fullstorytest.APIKey); before <= 500; before++ {
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.StatusBody(400, "text/plain", strings.Repeat("x", before)+fullstorytest.APIKey))
		if _, err := client.GetMe(t.Context()); err == nil || strings.Contains(err.Error(), part) || !strings.HasSuffix(err.Error(), "…") && !strings.HasSuffix(err.Error(), "]") {
			t.Fatalf("after %d characters: %v", before, err)
		}
	}
}

func TestUnit_Error_Predicates(t *testing.T) {
	wrapped := func(status int) error { return fmt.Errorf("x: %w", &fullstory.Error{Status: status}) }
	for _, c := range []struct {
		err                         error
		denied, notFound, transient bool
	}{
		{nil, false, false, false},
		{errors.New("reset"), false, false, true},
		{fullstory.ErrNoAPIKey, false, false, false},
		{context.Canceled, false, false, false},
		{context.DeadlineExceeded, false, false, false},
		{wrapped(400), false, false, false},
		{wrapped(401), true, false, false},
		{wrapped(403), true, false, false},
		{wrapped(404), false, true, false},
		{wrapped(408), false, false, true},
		{wrapped(429), false, false, true},
		{wrapped(500), false, false, true},
		{wrapped(503), false, false, true},
	} {
		if fullstory.IsDenied(c.err) != c.denied || fullstory.IsNotFound(c.err) != c.notFound || fullstory.IsTransient(c.err) != c.transient {
			t.Errorf("%v: denied %t, not found %t, transient %t", c.err,
				fullstory.IsDenied(c.err), fullstory.IsNotFound(c.err), fullstory.IsTransient(c.err))
		}
	}
}

func TestUnit_Log_HoldsNoSecret(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	server.AddOperation("x", "SEARCH_EXPORT", "COMPLETED")
	server.Inject(fullstorytest.RouteGetMe, fullstorytest.ResetBefore())
	var log strings.Builder
	client := newClient(t, server, func(o *fullstory.Options) {
		o.MaxRetries = 0
		o.Log = func(_ context.Context, message string, fields map[string]any) { fmt.Fprintln(&log, message, fields) }
	})
	_, _ = client.GetMe(t.Context())
	operation, err := client.GetOperation(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.DownloadLink(t.Context(), operation); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/me", "/operations/v1/x", "status:200", "error:"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, &log)
		}
	}
	for _, secret := range []string{fullstorytest.APIKey, "Signature", "Basic"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, &log)
		}
	}
}
