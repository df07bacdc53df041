package contract

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Unsupported has the fields of the descriptions that the provider does not
// support, by name as [RequestFields], [QueryFields] and [ResponseFields]
// return them, each with the reason. A field that is neither supported nor in
// this list is one that the provider forgot.
var Unsupported = map[string]string{
	"Operation.details": "its content is not documented",
	"Me.embedPartnerId": "it identifies an integration of a partner, not a caller",
	"Me.clientId":       "it identifies an OAuth client, and the provider uses API keys",
	"Me.scopes":         "the role decides what a key may do",
}

// RequestFields returns the fields of a request to create an export, such as
// "timeRange.start", in alphabetical order. Objects appear by their fields.
func RequestFields(family string) []string {
	schema := load(family).Components.Schemas["CreateExportRequest"]
	return slices.Sorted(maps.Keys(fieldsOf("", schema)))
}

// QueryFields returns the query parameters of all endpoints, such as
// "GET /segments/v1 creator", in alphabetical order.
func QueryFields(family string) []string {
	var fields []string
	for path, item := range load(family).Paths.Map() {
		for method, operation := range item.Operations() {
			for _, parameter := range operation.Parameters {
				if parameter.Value.In == "query" {
					fields = append(fields, method+" "+path+" "+parameter.Value.Name)
				}
			}
		}
	}
	slices.Sort(fields)
	return fields
}

// ResponseFields returns the fields of all responses, such as
// "Operation.results.expires", in alphabetical order.
func ResponseFields(family string) []string {
	fields := map[string]bool{}
	for name, schema := range load(family).Components.Schemas {
		if isResponse(name) {
			maps.Copy(fields, fieldsOf(name, schema))
		}
	}
	return slices.Sorted(maps.Keys(fields))
}

// isResponse reports whether a schema is one of a response by itself.
func isResponse(schema string) bool {
	return slices.Contains([]string{
		"CreateExportResponse", "Operation", "ListOperationsResponse", "Results", "Segment", "ListSegmentsResponse", "Me", "Error",
	}, schema)
}

// fieldsOf returns the fields of a schema below a prefix. A field that refers
// to another response appears by its name alone.
func fieldsOf(prefix string, ref *openapi3.SchemaRef) map[string]bool {
	fields := map[string]bool{}
	for name, property := range ref.Value.Properties {
		if prefix != "" {
			name = prefix + "." + name
		}
		if nested := fieldsOf(name, property); len(nested) > 0 {
			maps.Copy(fields, nested)
		} else {
			fields[name] = true
		}
	}
	return fields
}
