package fullstory

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// encode returns the body of POST /segments/v1/exports. A value that the wire
// format cannot carry is an error.
func (r ExportRequest) encode(format WireFormat) ([]byte, error) {
	if unsupported := r.Unsupported(format); len(unsupported) > 0 {
		return nil, fmt.Errorf("wire format %q cannot carry %s", format, strings.Join(unsupported, ", "))
	}
	switch format {
	case WireFormatSchema:
		return json.Marshal(schemaRequest(r))
	case WireFormatReference:
		return json.Marshal(referenceRequest(r))
	}
	return nil, fmt.Errorf("unknown wire format %q", format)
}

// Unsupported returns the names of the arguments that are set and that a wire
// format cannot carry.
func (r ExportRequest) Unsupported(format WireFormat) (arguments []string) {
	if format != WireFormatSchema {
		return nil
	}
	add := func(set bool, argument string) {
		if set {
			arguments = append(arguments, argument)
		}
	}
	add(r.Format == ExportFormatNDJSON, "format")
	add(r.SegmentTimeRange != nil && *r.SegmentTimeRange == TimeRange{}, "segment_time_range")
	add(!r.Now.IsZero(), "now")
	add(r.Timezone != "", "timezone")
	add(r.Scope != "", "scope")
	add(len(r.Fields) > 0, "fields")
	return arguments
}

// requestWire is the body in both wire formats, which fill it differently.
type requestWire struct {
	SegmentID        string     `json:"segmentId"`
	Type             string     `json:"type"`
	Format           string     `json:"format,omitempty"`
	TimeRange        *rangeWire `json:"timeRange,omitempty"`
	SegmentTimeRange *rangeWire `json:"segmentTimeRange,omitempty"`
	Now              string     `json:"now,omitempty"`
	Timezone         string     `json:"timezone,omitempty"`
	Fields           []string   `json:"fields,omitempty"`
	EventDetails     *eventWire `json:"eventDetails,omitempty"`
}

type rangeWire struct {
	Start *string `json:"start,omitempty"`
	End   *string `json:"end,omitempty"`
}

type eventWire struct {
	Scope string `json:"scope"`
}

// schemaRequest follows the JSON Schema: its own values, and only what is set.
func schemaRequest(r ExportRequest) requestWire {
	bounds := func(t *TimeRange) *rangeWire {
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
		TimeRange: bounds(r.TimeRange), SegmentTimeRange: bounds(r.SegmentTimeRange),
	}
}

// The reference's values. Its prose also spells SCOPE_EVENT and
// SCOPE_INDIVIDUAL, so any SCOPE_... value is passed through.
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

// referenceRequest follows the vendor's reference: always with a format and a
// time range, and with "" for a missing bound.
func referenceRequest(r ExportRequest) requestWire {
	bounds := func(t TimeRange) *rangeWire {
		return &rangeWire{Start: new(wireTime(t.Start)), End: new(wireTime(t.End))}
	}
	w := requestWire{
		SegmentID: r.SegmentID, Type: referenceTypes[r.Type], Format: "FORMAT_JSON",
		TimeRange: bounds(TimeRange{}), Now: wireTime(r.Now), Timezone: r.Timezone, Fields: r.Fields,
	}
	if r.Format != "" {
		w.Format = "FORMAT_" + strings.ToUpper(string(r.Format))
	}
	if r.TimeRange != nil {
		w.TimeRange = bounds(*r.TimeRange)
	}
	if r.SegmentTimeRange != nil {
		w.SegmentTimeRange = bounds(*r.SegmentTimeRange)
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

// wireTime returns t in UTC as RFC 3339, with a fraction only if there is one;
// "" if t is zero.
func wireTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
