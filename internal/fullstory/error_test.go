package fullstory_test

import (
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// An error has whatever human-readable text a body has.
func TestUnit_Error_Reason(t *testing.T) {
	for name, c := range map[string]struct {
		status            int
		contentType, body string
		want              string // of the error, after the method and path
	}{
		"message and code":     {400, "application/json", `{"message":"segmentId is required","code":"bad_request"}`, "400 Bad Request: segmentId is required (code bad_request)"},
		"error, integer code":  {422, "application/json", `{"error":"no","code":17}`, "422 Unprocessable Entity: no (code 17)"},
		"detail":               {409, "application/json", `{"message":"","detail":"busy"}`, "409 Conflict: busy"},
		"nested object":        {400, "application/json", `{"error":{"message":"bad range"}}`, `400 Bad Request: {"error":{"message":"bad range"}}`},
		"problem+json":         {403, "application/problem+json", `{"type":"about:blank","title":"Not allowed","status":403,"detail":"ask an admin"}`, "403 Forbidden: ask an admin"},
		"bare string":          {400, "application/json", `"segment is archived"`, `400 Bad Request: "segment is archived"`},
		"unknown members":      {400, "application/json", `{"why":"because"}`, `400 Bad Request: {"why":"because"}`},
		"text as JSON":         {400, "application/json", "segment is archived", "400 Bad Request: segment is archived"},
		"truncated JSON":       {400, "application/json", `{"message":"x`, `400 Bad Request: {"message":"x`},
		"byte order mark":      {400, "application/json", "\ufeff" + `{"message":"no"}`, "400 Bad Request: no"},
		"text, control codes":  {403, "text/plain; charset=utf-8", "go\naway\x07", `403 Forbidden: go away\a`},
		"empty":                {404, "application/json", "", "404 Not Found"},
		"HTML":                 {502, "text/html", "<html><title>Bad &amp; gateway</title>", "502 Bad Gateway, an HTML page: Bad & gateway"},
		"HTML without title":   {403, "text/html", "<html>gateway</html>", "403 Forbidden, an HTML page"},
		"error in a 200":       {200, "application/json", `{"code":429,"message":"export quota exceeded"}`, "200 OK: the response is not the JSON that was expected (it has neither an e-mail address, an organization nor a role): export quota exceeded (code 429)"},
		"text in a 200":        {200, "application/json", "upstream error", "200 OK: the response is not the JSON that was expected (invalid character 'u' looking for beginning of value): upstream error"},
		"login page in a 200":  {200, "text/html", "<html><title>Sign in</title>", "200 OK, an HTML page: Sign in"},
		"the key":              {401, "application/json", `{"message":"unknown key ` + fullstorytest.APIKey + `"}`, "401 Unauthorized: unknown key [redacted]"},
		"signed link":          {400, "application/json", `{"message":"cannot read https://s.test/o?X-Goog-Signature=abc&a=b"}`, "400 Bad Request: cannot read https://s.test/o?X-Goog-Signature=[redacted]"},
		"not the first member": {400, "application/json", `{"message":{"a":1},"detail":"why"}`, "400 Bad Request: why"},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			server.Inject(fullstorytest.RouteGetMe, fullstorytest.StatusBody(c.status, c.contentType, c.body))
			_, err := newClient(t, server, noRetries).GetMe(t.Context())
			if err == nil || err.Error() != "GET /me: "+c.want {
				t.Errorf("got  %v\nwant GET /me: %s", err, c.want)
			}
			if c.status != 200 && rest.StatusOf(err) != c.status {
				t.Errorf("the status is %d", rest.StatusOf(err))
			}
		})
	}
}

func TestUnit_Error_IsBounded(t *testing.T) {
	server := newServer(t)
	for _, body := range []string{strings.Repeat("long ", 1000), `{"message":"` + strings.Repeat("x", 4<<20) + `"}`} {
		server.Inject(fullstorytest.RouteGetMe, fullstorytest.StatusBody(400, "text/plain", body))
		if _, err := newClient(t, server).GetMe(t.Context()); len(err.Error()) > 600 {
			t.Errorf("the error has %d bytes", len(err.Error()))
		}
	}
}
