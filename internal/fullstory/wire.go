package fullstory

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// encode writes the body of POST /segments/v1/exports. A value that the format
// has no room for is an error, never dropped.
func (r ExportRequest) encode(format WireFormat) ([]byte, error) {
	if missing := r.Beyond(format); len(missing) > 0 {
		return nil, fmt.Errorf("wire format %q cannot carry %s", format, strings.Join(missing, ", "))
	}
	switch format {
	case WireFormatSchema:
		return json.Marshal(schemaRequest(r))
	case WireFormatReference:
		return json.Marshal(referenceRequest(r))
	}
	return nil, fmt.Errorf("unknown wire format %q", format)
}

// Beyond names what is set and has no place in a format.
func (r ExportRequest) Beyond(format WireFormat) (names []string) {
	if format != WireFormatSchema {
		return nil
	}
	if r.Format == ExportFormatNDJSON {
		names = append(names, "format")
	}
	if r.Scope != "" {
		names = append(names, "scope")
	}
	if len(r.Fields) > 0 {
		names = append(names, "fields")
	}
	if r.Timezone != "" {
		names = append(names, "timezone")
	}
	return names
}

// requestWire is the body; the two formats fill it differently.
type requestWire struct {
	SegmentID        string     `json:"segmentId"`
	Type             string     `json:"type"`
	Format           string     `json:"format,omitempty"`
	TimeRange        *rangeWire `json:"timeRange,omitempty"`
	SegmentTimeRange *rangeWire `json:"segmentTimeRange,omitempty"`
	Fields           []string   `json:"fields,omitempty"`
	Timezone         string     `json:"timezone,omitempty"`
	EventDetails     *eventWire `json:"eventDetails,omitempty"`
}

type rangeWire struct {
	Start *string `json:"start,omitempty"`
	End   *string `json:"end,omitempty"`
}

type eventWire struct {
	Scope string `json:"scope"`
}

// schemaRequest follows the JSON Schema: its own words, and only what is set.
func schemaRequest(r ExportRequest) requestWire {
	ends := func(t *TimeRange) *rangeWire {
		if t == nil {
			return nil
		}
		var w rangeWire
		if !t.Start.IsZero() {
			w.Start = new(wireTime(t.Start))
		}
		if !t.End.IsZero() {
			w.End = new(wireTime(t.End))
		}
		return &w
	}
	return requestWire{
		SegmentID: r.SegmentID, Type: string(r.Type), Format: string(r.Format),
		TimeRange: ends(r.TimeRange), SegmentTimeRange: ends(r.SegmentTimeRange),
	}
}

// The reference's names. Its documents also spell SCOPE_EVENT and
// SCOPE_INDIVIDUAL, so that any SCOPE_… value passes as it is.
var (
	referenceTypes = map[ExportType]string{
		ExportTypeIndividuals: "TYPE_INDIVIDUAL",
		ExportTypeEvents:      "TYPE_EVENT",
	}
	referenceScopes = map[string]string{
		"events":      "SCOPE_EVENTS",
		"pages":       "SCOPE_PAGES",
		"sessions":    "SCOPE_SESSIONS",
		"individuals": "SCOPE_INDIVIDUALS",
	}
)

// referenceRequest follows the vendor's reference: a format and a time range
// always, with "" for an end that is not given.
func referenceRequest(r ExportRequest) requestWire {
	ends := func(t TimeRange) *rangeWire {
		return &rangeWire{Start: new(wireTime(t.Start)), End: new(wireTime(t.End))}
	}
	w := requestWire{
		SegmentID: r.SegmentID, Type: referenceTypes[r.Type], Format: "FORMAT_JSON",
		TimeRange: ends(TimeRange{}), Fields: r.Fields, Timezone: r.Timezone,
	}
	if r.Format != "" {
		w.Format = "FORMAT_" + strings.ToUpper(string(r.Format))
	}
	if r.TimeRange != nil {
		w.TimeRange = ends(*r.TimeRange)
	}
	if r.SegmentTimeRange != nil {
		w.SegmentTimeRange = ends(*r.SegmentTimeRange)
	}
	if r.Scope != "" {
		scope := r.Scope
		if name, ok := referenceScopes[scope]; ok {
			scope = name
		}
		w.EventDetails = &eventWire{Scope: scope}
	}
	return w
}

// wireTime is RFC 3339 in UTC, with a fraction where there is one; "" for zero.
func wireTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
