package provider

import (
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// block is the provider block.
type block struct {
	APIKey                types.String `tfsdk:"api_key"`
	Endpoint              types.String `tfsdk:"endpoint"`
	WireFormat            types.String `tfsdk:"wire_format"`
	MaxRetries            types.Int64  `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Int64  `tfsdk:"max_concurrent_requests"`
	MaxNewExports         types.Int64  `tfsdk:"max_new_exports"`
}

// settings are the values of the provider block, the environment and the
// defaults, in this order of precedence.
type settings struct {
	apiKey                string
	endpoint              string
	wireFormat            fullstory.WireFormat // empty while unknown
	maxRetries            int
	maxConcurrentRequests int
	maxNewExports         int   // [providerdata.NoLimit] if there is none
	unusable              error // why the client cannot make requests: a setting is unknown
}

const (
	defaultMaxRetries            = 5
	defaultMaxConcurrentRequests = 10
)

// configure creates the client. If a setting is unknown, or the client rejects
// it, its calls say so.
func configure(b block, userAgent string, opts []Option) (providerdata.Data, diag.Diagnostics) {
	s, diags := resolve(b, os.Getenv)
	if diags.HasError() {
		return providerdata.Data{}, diags
	}
	options := fullstory.Options{
		Options: rest.Options{
			Unusable:              s.unusable,
			Endpoint:              s.endpoint,
			APIKey:                s.apiKey,
			UserAgent:             userAgent,
			MaxRetries:            s.maxRetries,
			MaxConcurrentRequests: s.maxConcurrentRequests,
			Log:                   writeLog,
		},
		WireFormat: s.wireFormat,
	}
	for _, opt := range opts {
		opt(&options)
	}
	return providerdata.New(fullstory.New(options), s.maxNewExports), diags
}

// resolve merges provider block, environment and defaults, and validates each
// value. Unknown values of the block stay unknown.
func resolve(b block, getenv func(string) string) (settings, diag.Diagnostics) {
	r := resolver{getenv: getenv}
	key, _ := r.text("api_key", b.APIKey)
	s := settings{
		apiKey:     key,
		maxRetries: r.number("max_retries", b.MaxRetries, defaultMaxRetries, 0),
		maxConcurrentRequests: r.number("max_concurrent_requests", b.MaxConcurrentRequests,
			defaultMaxConcurrentRequests, 1),
		maxNewExports: r.number("max_new_exports", b.MaxNewExports, providerdata.NoLimit, 0),
	}
	s.endpoint = r.endpoint(b.Endpoint)
	s.wireFormat = r.wireFormat(b.WireFormat, s.endpoint)
	if len(r.unknown) > 0 {
		s.unusable = &rest.NotConfiguredError{Settings: strings.Join(r.unknown, ", ")}
	}
	return s, r.diags
}

// resolver collects invalid and unknown values.
type resolver struct {
	getenv  func(string) string
	diags   diag.Diagnostics
	unknown []string
}

// text returns the value of the block, else that of the environment; false if
// neither is set or the block's is unknown.
func (r *resolver) text(attribute string, value types.String) (string, bool) {
	if value.IsUnknown() {
		r.unknown = append(r.unknown, attribute)
		return "", false
	}
	if !value.IsNull() {
		return value.ValueString(), true
	}
	text := r.variable(attribute)
	return text, text != ""
}

// variable returns the value of an attribute's environment variable, without
// the white space that a file or a secret store adds.
func (r *resolver) variable(attribute string) string {
	return strings.TrimSpace(r.getenv(diagnose.Variable(attribute)))
}

// reject adds the error of an argument; value is that of the block.
func (r *resolver) reject(attribute string, why diagnose.Text, value attr.Value) {
	if value.IsNull() {
		why = why.FromEnvironment()
	}
	r.diags.Append(why.AsAttributeError(path.Root(attribute)))
}

// endpoint returns "" if the endpoint is unknown. One that may hold a password
// is rejected by the client, as the key is, and not at the provider block: the
// CLI would quote the line with the value.
func (r *resolver) endpoint(value types.String) string {
	text, set := r.text("endpoint", value)
	if !set && !value.IsUnknown() {
		return rest.DefaultEndpoint
	}
	if _, err := rest.ParseEndpoint(text); set && err != nil && !strings.ContainsAny(text, "@?#") {
		r.reject("endpoint", diagnose.InvalidEndpoint(err), value)
	}
	return text
}

// wireFormat returns "" if the wire format is unknown or invalid.
func (r *resolver) wireFormat(value types.String, endpoint string) fullstory.WireFormat {
	text, set := r.text("wire_format", value)
	switch format := fullstory.WireFormat(text); {
	case !set:
		base, err := rest.ParseEndpoint(endpoint)
		if value.IsUnknown() || err != nil {
			return ""
		}
		return fullstory.DefaultWireFormat(base)
	case format == fullstory.WireFormatReference, format == fullstory.WireFormatSchema:
		return format
	}
	r.reject("wire_format", diagnose.InvalidWireFormat(text), value)
	return ""
}

func (r *resolver) number(attribute string, value types.Int64, fallback, least int) int {
	text := r.variable(attribute)
	switch {
	case value.IsUnknown():
		r.unknown = append(r.unknown, attribute)
		return fallback
	case !value.IsNull():
		text = value.String()
	case text == "":
		return fallback
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < int64(least) || number > math.MaxInt32 {
		r.reject(attribute, diagnose.InvalidNumber(attribute, text, least), value)
		return fallback
	}
	return int(number)
}
