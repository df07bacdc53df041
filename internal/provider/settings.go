package provider

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providerdata"
)

// block is the provider block.
type block struct {
	APIKey                types.String `tfsdk:"api_key"`
	Endpoint              types.String `tfsdk:"endpoint"`
	WireFormat            types.String `tfsdk:"wire_format"`
	MaxRetries            types.Int64  `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Int64  `tfsdk:"max_concurrent_requests"`
}

// settings are what block, environment and defaults come to.
type settings struct {
	apiKey                string
	endpoint              string
	wireFormat            fullstory.WireFormat // empty while unknown
	maxRetries            int
	maxConcurrentRequests int
	// unknown names the attributes whose values in the block are not known yet,
	// so that no client can be made.
	unknown string
}

const (
	defaultMaxRetries            = 5
	defaultMaxConcurrentRequests = 10
)

// configure makes the client, unless something is not known yet.
func configure(b block, userAgent string, changes []func(*fullstory.Options)) (providerdata.Data, diag.Diagnostics) {
	s, diags := resolve(b, os.Getenv)
	data := providerdata.Data{WireFormat: s.wireFormat, Unknown: s.unknown}
	if diags.HasError() || s.unknown != "" {
		return data, diags
	}
	opts := fullstory.Options{
		Endpoint:              s.endpoint,
		APIKey:                s.apiKey,
		WireFormat:            s.wireFormat,
		UserAgent:             userAgent,
		MaxRetries:            s.maxRetries,
		MaxConcurrentRequests: s.maxConcurrentRequests,
		Log:                   logged,
	}
	for _, change := range changes {
		change(&opts)
	}
	client, err := fullstory.New(opts)
	if err != nil {
		diags.AddError("The provider could not be configured", err.Error())
	}
	data.Client = client
	return data, diags
}

// resolve merges block, environment and defaults, in this order, and checks
// each value at its attribute. What is unknown in the block stays so.
func resolve(b block, getenv func(string) string) (settings, diag.Diagnostics) {
	r := resolver{getenv: getenv}
	s := settings{
		apiKey:     r.apiKey(b.APIKey),
		maxRetries: r.number("max_retries", b.MaxRetries, defaultMaxRetries, 0),
		maxConcurrentRequests: r.number("max_concurrent_requests", b.MaxConcurrentRequests,
			defaultMaxConcurrentRequests, 1),
	}
	base := r.endpoint(b.Endpoint)
	if base != nil {
		s.endpoint = base.String()
	}
	s.wireFormat = r.wireFormat(b.WireFormat, base)
	s.unknown = strings.Join(r.unknown, ", ")
	return s, r.diags
}

// resolver collects what is wrong, and what is unknown.
type resolver struct {
	getenv  func(string) string
	diags   diag.Diagnostics
	unknown []string
}

// variable is the environment variable of an attribute.
func variable(attribute string) string { return "FULLSTORY_" + strings.ToUpper(attribute) }

func (r *resolver) refuse(attribute, summary, reason string) {
	r.diags.AddAttributeError(path.Root(attribute), summary, refusal(attribute, reason))
}

func refusal(attribute, reason string) string {
	return fmt.Sprintf("The value of %s, or of the environment variable %s where the block has none, cannot be used: %s.",
		attribute, variable(attribute), reason)
}

// text returns the block's value, else the environment's; false where neither
// has one, or where the block's is unknown.
func (r *resolver) text(attribute string, value types.String) (string, bool) {
	if value.IsUnknown() {
		r.unknown = append(r.unknown, attribute)
		return "", false
	}
	if !value.IsNull() {
		return value.ValueString(), true
	}
	text := r.getenv(variable(attribute))
	return text, text != ""
}

func (r *resolver) apiKey(value types.String) string {
	text, _ := r.text("api_key", value)
	key, err := fullstory.ParseAPIKey(text)
	if err != nil {
		// At the block: at an attribute the CLI quotes the line, and with it a key that is written there.
		r.diags.AddError("The API key cannot be used", refusal("api_key", err.Error()))
	}
	return key
}

// endpoint returns nil where it is unknown, or wrong.
func (r *resolver) endpoint(value types.String) *url.URL {
	text, set := r.text("endpoint", value)
	if !set {
		if value.IsUnknown() {
			return nil
		}
		text = fullstory.DefaultEndpoint
	}
	base, err := fullstory.ParseEndpoint(text)
	if err != nil {
		r.refuse("endpoint", "The endpoint cannot be used", err.Error())
	}
	return base
}

// wireFormat returns "" where it is unknown, or wrong.
func (r *resolver) wireFormat(value types.String, base *url.URL) fullstory.WireFormat {
	text, set := r.text("wire_format", value)
	switch format := fullstory.WireFormat(text); {
	case !set:
		if value.IsUnknown() || base == nil {
			return ""
		}
		return fullstory.DefaultWireFormat(base)
	case format == fullstory.WireFormatReference, format == fullstory.WireFormatSchema:
		return format
	}
	r.refuse("wire_format", "Unknown wire format", fmt.Sprintf("it must be \"reference\" or \"schema\", not %q", text))
	return ""
}

func (r *resolver) number(attribute string, value types.Int64, fallback, least int) int {
	number := int64(fallback)
	switch text := r.getenv(variable(attribute)); {
	case value.IsUnknown():
		r.unknown = append(r.unknown, attribute)
	case !value.IsNull():
		number = value.ValueInt64()
	case text != "":
		var err error
		if number, err = strconv.ParseInt(text, 10, 64); err != nil && !errors.Is(err, strconv.ErrRange) { // then it is the bound of int64
			r.refuse(attribute, "Not a whole number", fmt.Sprintf("it must be a whole number, not %q", text))
			return fallback
		}
	}
	if number < int64(least) || number > math.MaxInt32 {
		r.refuse(attribute, "Number out of range", fmt.Sprintf("it must be from %d to %d, not %d", least, math.MaxInt32, number))
		return fallback
	}
	return int(number)
}
