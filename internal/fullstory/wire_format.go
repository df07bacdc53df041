package fullstory

import (
	"net/url"
	"strings"
)

// WireFormat is how an export request is written.
type WireFormat string

const (
	// WireFormatReference follows the vendor's HTTP reference: TYPE_EVENT,
	// FORMAT_CSV, timeRange always.
	WireFormatReference WireFormat = "reference"
	// WireFormatSchema follows the published JSON Schema CreateExportRequest:
	// events, csv, only what is set.
	WireFormatSchema WireFormat = "schema"
)

// DefaultWireFormat returns the reference for fullstory.com and its subdomains,
// and the schema for any other host.
func DefaultWireFormat(endpoint *url.URL) WireFormat {
	host := strings.TrimSuffix(strings.ToLower(endpoint.Hostname()), ".")
	if host == "fullstory.com" || strings.HasSuffix(host, ".fullstory.com") {
		return WireFormatReference
	}
	return WireFormatSchema
}
