package fullstorytest

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema/create_export_request.json
var createExportRequest []byte

// newSchemaValidator returns a validator by the published JSON Schema, formats
// included. The schema allows unknown properties; the fake rejects them, to
// detect a client that sends more than it should.
func newSchemaValidator() validator {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(createExportRequest))
	if err != nil {
		panic(fmt.Sprintf("fullstorytest: the embedded schema: %v", err))
	}
	forbidUnknownProperties(document)
	const address = "create_export_request.json"
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(address, document); err != nil {
		panic(fmt.Sprintf("fullstorytest: the embedded schema: %v", err))
	}
	schema := compiler.MustCompile(address)
	return func(body []byte) error {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			return fmt.Errorf("the body is not one JSON value: %w", err)
		}
		if err := schema.Validate(value); err != nil {
			return errors.New(violations(err))
		}
		return nil
	}
}

// forbidUnknownProperties closes every object of a schema that lists its
// properties.
func forbidUnknownProperties(schema any) {
	object, ok := schema.(map[string]any)
	if !ok {
		return
	}
	properties, ok := object["properties"].(map[string]any)
	if !ok {
		return
	}
	object["additionalProperties"] = false
	for _, property := range properties {
		forbidUnknownProperties(property)
	}
}

// violations returns the library's findings in one line, without the first,
// which names a file on this machine.
func violations(err error) string {
	var found []string
	for i, line := range strings.Split(err.Error(), "\n") {
		if i > 0 {
			found = append(found, strings.TrimPrefix(strings.TrimSpace(line), "- "))
		}
	}
	return strings.Join(found, "; ")
}
