package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

func TestUnit_Resolve(t *testing.T) {
	const live = fullstory.DefaultEndpoint
	defaults := settings{endpoint: live, wireFormat: "reference", maxRetries: 5, maxConcurrentRequests: 10}
	change := func(f func(*settings)) settings {
		s := defaults
		f(&s)
		return s
	}
	text, number := types.StringValue, types.Int64Value
	for name, c := range map[string]struct {
		block block
		env   map[string]string
		want  settings
		// at and says are the error's attribute, or the block, and a part of its text.
		at, says string
	}{
		"nothing": {want: defaults},
		"block":   {block: block{APIKey: text("b")}, want: change(func(s *settings) { s.apiKey = "b" })},
		"environment": {
			env: map[string]string{"FULLSTORY_API_KEY": " e\n", "FULLSTORY_ENDPOINT": "https://x.test", "FULLSTORY_WIRE_FORMAT": "reference",
				"FULLSTORY_MAX_RETRIES": "0", "FULLSTORY_MAX_CONCURRENT_REQUESTS": "3"},
			want: settings{apiKey: "e", endpoint: "https://x.test", wireFormat: "reference", maxRetries: 0, maxConcurrentRequests: 3},
		},
		"block over environment": {
			block: block{APIKey: text("b"), Endpoint: text("http://127.0.0.1:1"), WireFormat: text("schema"), MaxRetries: number(1), MaxConcurrentRequests: number(2)},
			env: map[string]string{"FULLSTORY_API_KEY": "e", "FULLSTORY_ENDPOINT": "nonsense", "FULLSTORY_WIRE_FORMAT": "nonsense",
				"FULLSTORY_MAX_RETRIES": "nonsense", "FULLSTORY_MAX_CONCURRENT_REQUESTS": "nonsense"},
			want: settings{apiKey: "b", endpoint: "http://127.0.0.1:1", wireFormat: "schema", maxRetries: 1, maxConcurrentRequests: 2},
		},
		"a region":      {block: block{Endpoint: text("https://api.eu1.fullstory.com")}, want: change(func(s *settings) { s.endpoint = "https://api.eu1.fullstory.com" })},
		"another host":  {block: block{Endpoint: text("https://x.test")}, want: change(func(s *settings) { s.endpoint, s.wireFormat = "https://x.test", "schema" })},
		"unknown key":   {block: block{APIKey: types.StringUnknown()}, env: map[string]string{"FULLSTORY_API_KEY": "e"}, want: change(func(s *settings) { s.unknown = "api_key" })},
		"unknown place": {block: block{Endpoint: types.StringUnknown()}, want: change(func(s *settings) { s.endpoint, s.wireFormat, s.unknown = "", "", "endpoint" })},
		"unknown place, known format": {block: block{Endpoint: types.StringUnknown(), WireFormat: text("schema")},
			want: change(func(s *settings) { s.endpoint, s.wireFormat, s.unknown = "", "schema", "endpoint" })},
		"unknown format":  {block: block{WireFormat: types.StringUnknown()}, want: change(func(s *settings) { s.wireFormat, s.unknown = "", "wire_format" })},
		"unknown numbers": {block: block{MaxRetries: types.Int64Unknown(), MaxConcurrentRequests: types.Int64Unknown()}, want: change(func(s *settings) { s.unknown = "max_retries, max_concurrent_requests" })},
		"key with a newline": {block: block{APIKey: text("se\ncret")}, at: "the block",
			says: "The value of api_key, or of the environment variable FULLSTORY_API_KEY where the block has none, cannot be used: it holds white space"},
		"no URL":             {block: block{Endpoint: text("api.fullstory.com")}, at: "endpoint", says: "it must be an absolute URL such as https://api.fullstory.com"},
		"an empty URL":       {block: block{Endpoint: text("")}, at: "endpoint", says: "it must be an absolute URL"},
		"http off loopback":  {env: map[string]string{"FULLSTORY_ENDPOINT": "http://api.fullstory.com"}, at: "endpoint", says: "plain http would send the API key in clear text; use https"},
		"a password":         {block: block{Endpoint: text("https://u:secret@x.test")}, at: "endpoint", says: "it must not hold a user name or password"},
		"wire format":        {block: block{WireFormat: text("Reference")}, at: "wire_format", says: `it must be "reference" or "schema", not "Reference"`},
		"empty wire format":  {block: block{WireFormat: text("")}, at: "wire_format", says: `it must be "reference" or "schema", not ""`},
		"retries":            {block: block{MaxRetries: number(-1)}, at: "max_retries", says: "it must be from 0 to 2147483647, not -1"},
		"retries, no number": {env: map[string]string{"FULLSTORY_MAX_RETRIES": "five"}, at: "max_retries", says: `it must be a whole number, not "five"`},
		"very many retries":  {block: block{MaxRetries: number(4294967296)}, at: "max_retries", says: "it must be from 0 to 2147483647, not 4294967296"},
		"far too many":       {env: map[string]string{"FULLSTORY_MAX_RETRIES": "4294967296"}, at: "max_retries", says: "it must be from 0 to 2147483647, not 4294967296"},
		"beyond all numbers": {env: map[string]string{"FULLSTORY_MAX_RETRIES": "99999999999999999999"}, at: "max_retries", says: "it must be from 0 to 2147483647, not 9223372036854775807"},
		"no request":         {block: block{MaxConcurrentRequests: number(0)}, at: "max_concurrent_requests", says: "it must be from 1 to 2147483647, not 0"},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := resolve(c.block, func(name string) string { return c.env[name] })
			if c.at == "" {
				if diags.HasError() || got != c.want {
					t.Errorf("got %+v, %v\nwant %+v", got, diags, c.want)
				}
				return
			}
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), c.says) || strings.Contains(diags[0].Detail(), "secret") {
				t.Fatalf("got %v, want one that says %q", diags, c.says)
			}
			at := "the block"
			if attribute, ok := diags[0].(diag.DiagnosticWithPath); ok {
				at = attribute.Path().String()
			}
			if at != c.at {
				t.Errorf("the error is not at %s: %v", c.at, diags[0])
			}
		})
	}
}
