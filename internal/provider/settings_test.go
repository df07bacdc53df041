package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func TestUnit_Provider_ResolveSettings(t *testing.T) {
	const live = rest.DefaultEndpoint
	defaults := settings{endpoint: live, wireFormat: "reference", maxRetries: 5, maxConcurrentRequests: 10, maxNewExports: -1}
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
		// at is the error's attribute; "what needs it" if the provider block must
		// not report it, because the CLI would quote its line.
		at, message string
	}{
		"nothing": {want: defaults},
		"block":   {block: block{APIKey: text("b")}, want: change(func(s *settings) { s.apiKey = "b" })},
		"environment": {
			env: map[string]string{"FULLSTORY_API_KEY": " e\n", "FULLSTORY_ENDPOINT": "https://x.test", "FULLSTORY_WIRE_FORMAT": "reference",
				"FULLSTORY_MAX_RETRIES": "0", "FULLSTORY_MAX_CONCURRENT_REQUESTS": "3", "FULLSTORY_MAX_NEW_EXPORTS": "0"},
			want: settings{apiKey: "e", endpoint: "https://x.test", wireFormat: "reference", maxRetries: 0, maxConcurrentRequests: 3, maxNewExports: 0},
		},
		"block over environment": {
			block: block{APIKey: text("b"), Endpoint: text("http://127.0.0.1:1"), WireFormat: text("schema"), MaxRetries: number(1), MaxConcurrentRequests: number(2), MaxNewExports: number(0)},
			env: map[string]string{"FULLSTORY_API_KEY": "e", "FULLSTORY_ENDPOINT": "nonsense", "FULLSTORY_WIRE_FORMAT": "nonsense",
				"FULLSTORY_MAX_RETRIES": "nonsense", "FULLSTORY_MAX_CONCURRENT_REQUESTS": "nonsense", "FULLSTORY_MAX_NEW_EXPORTS": "4"},
			want: settings{apiKey: "b", endpoint: "http://127.0.0.1:1", wireFormat: "schema", maxRetries: 1, maxConcurrentRequests: 2, maxNewExports: 0},
		},
		"a region":      {block: block{Endpoint: text("https://api.eu1.fullstory.com")}, want: change(func(s *settings) { s.endpoint = "https://api.eu1.fullstory.com" })},
		"another host":  {block: block{Endpoint: text("https://x.test")}, want: change(func(s *settings) { s.endpoint, s.wireFormat = "https://x.test", "schema" })},
		"unknown key":   {block: block{APIKey: types.StringUnknown()}, env: map[string]string{"FULLSTORY_API_KEY": "e"}, want: change(func(s *settings) { s.unusable = unknown("api_key") })},
		"unknown place": {block: block{Endpoint: types.StringUnknown()}, want: change(func(s *settings) { s.endpoint, s.wireFormat, s.unusable = "", "", unknown("endpoint") })},
		"unknown place, known format": {block: block{Endpoint: types.StringUnknown(), WireFormat: text("schema")},
			want: change(func(s *settings) {
				s.endpoint, s.wireFormat, s.unusable = "", "schema", unknown("endpoint")
			})},
		"unknown format": {block: block{WireFormat: types.StringUnknown()}, want: change(func(s *settings) { s.wireFormat, s.unusable = "", unknown("wire_format") })},
		"unknown numbers": {block: block{MaxRetries: types.Int64Unknown(), MaxConcurrentRequests: types.Int64Unknown()}, want: change(func(s *settings) {
			s.unusable = unknown("max_retries, max_concurrent_requests")
		})},
		"key with a newline": {block: block{APIKey: text("se\ncret")}, at: "what needs it",
			message: "The value of api_key (or of FULLSTORY_API_KEY, if the provider block does not set it) cannot be used: it contains white space"},
		"no URL":             {block: block{Endpoint: text("api.fullstory.com")}, at: "endpoint", message: "it must be an absolute URL such as https://api.fullstory.com"},
		"an empty URL":       {block: block{Endpoint: text("")}, at: "endpoint", message: "it must be an absolute URL"},
		"http off loopback":  {env: map[string]string{"FULLSTORY_ENDPOINT": "http://api.fullstory.com"}, at: "endpoint", message: "plain http would send the API key in clear text; use https"},
		"a password":         {block: block{Endpoint: text("https://u:secret@x.test")}, at: "what needs it", message: "it must not contain a user name or password"},
		"wire format":        {block: block{WireFormat: text("Reference")}, at: "wire_format", message: `it must be "reference" or "schema", not "Reference"`},
		"empty wire format":  {block: block{WireFormat: text("")}, at: "wire_format", message: `it must be "reference" or "schema", not ""`},
		"retries":            {block: block{MaxRetries: number(-1)}, at: "max_retries", message: `it must be a whole number of 0 or more, not "-1"`},
		"retries, no number": {env: map[string]string{"FULLSTORY_MAX_RETRIES": "five"}, at: "max_retries", message: `it must be a whole number of 0 or more, not "five"`},
		"very many retries":  {block: block{MaxRetries: number(4294967296)}, at: "max_retries", message: `it must be a whole number of 0 or more, not "4294967296"`},
		"far too many":       {env: map[string]string{"FULLSTORY_MAX_RETRIES": "4294967296"}, at: "max_retries", message: `it must be a whole number of 0 or more, not "4294967296"`},
		"beyond all numbers": {env: map[string]string{"FULLSTORY_MAX_RETRIES": "99999999999999999999"}, at: "max_retries", message: `it must be a whole number of 0 or more, not "99999999999999999999"`},
		"spaces in the environment": {
			env:  map[string]string{"FULLSTORY_ENDPOINT": " https://x.test\n", "FULLSTORY_WIRE_FORMAT": " schema\r\n", "FULLSTORY_MAX_RETRIES": "7 \n"},
			want: change(func(s *settings) { s.endpoint, s.wireFormat, s.maxRetries = "https://x.test", "schema", 7 }),
		},
		"blank in the environment": {env: map[string]string{"FULLSTORY_MAX_RETRIES": " \n", "FULLSTORY_WIRE_FORMAT": " "}, want: change(func(*settings) {})},
		"a key in quotes":          {env: map[string]string{"FULLSTORY_API_KEY": `"secret"`}, at: "what needs it", message: "it is in quotes; remove them"},
		"fewer than no exports":    {env: map[string]string{"FULLSTORY_MAX_NEW_EXPORTS": "-1"}, at: "max_new_exports", message: `it must be a whole number of 0 or more, not "-1"`},
		"no request":               {block: block{MaxConcurrentRequests: number(0)}, at: "max_concurrent_requests", message: `it must be a whole number of 1 or more, not "0"`},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := resolve(c.block, func(name string) string { return c.env[name] })
			if c.at == "" {
				if fmt.Sprint(got.unusable) != fmt.Sprint(c.want.unusable) {
					t.Errorf("the client says %v, want %v", got.unusable, c.want.unusable)
				}
				got.unusable, c.want.unusable = nil, nil
				if diags.HasError() || got != c.want {
					t.Errorf("got %+v, %v\nwant %+v", got, diags, c.want)
				}
				return
			}
			if c.at == "what needs it" {
				rejected := rest.New(rest.Options{APIKey: got.apiKey, Endpoint: got.endpoint}).Ready()
				if len(diags) > 0 || rejected == nil {
					t.Fatalf("got %v and %v", diags, rejected)
				}
				diags.Append(diagnose.SubmitExport.Failed(rejected).AsError())
			}
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), c.message) || strings.Contains(diags[0].Detail(), "secret") {
				t.Fatalf("got %v, want one with %q", diags, c.message)
			}
			if explained := strings.Contains(diags[0].Detail(), `"requires explicit configuration"`); explained != (len(c.env) > 0 && c.at != "what needs it") {
				t.Errorf("the CLI's error about the environment is explained: %t: %v", explained, diags[0])
			}
			at := "what needs it"
			if attribute, ok := diags[0].(diag.DiagnosticWithPath); ok {
				at = attribute.Path().String()
			}
			if at != c.at {
				t.Errorf("the error is not at %s: %v", c.at, diags[0])
			}
		})
	}
}

// unknown returns why a client makes no request while settings are unknown.
func unknown(settings string) error { return &rest.NotConfiguredError{Settings: settings} }
