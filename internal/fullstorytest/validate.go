package fullstorytest

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // for machines without a time zone database

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas describe the body of a POST: one for each wire format, of which
// schema.json is the published one.
//
//go:embed schema
var schemas embed.FS

// validator returns what is wrong with the body of a POST, or nil.
type validator func(body []byte) error

// newValidator returns the validator of a wire format, which also checks the
// formats of strings. The published schema allows unknown properties; the fake
// rejects them, to detect a client that sends more than it should.
func newValidator(wireFormat string) (validator, error) {
	name := wireFormat + ".json"
	data, err := schemas.ReadFile("schema/" + name)
	if err != nil {
		return nil, fmt.Errorf("no wire format %q", wireFormat)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	forbidUnknownProperties(document)
	compiler := jsonschema.NewCompiler()
	compiler.RegisterFormat(&jsonschema.Format{Name: "iana-time-zone", Validate: validateTimeZone})
	compiler.AssertFormat()
	if err := compiler.AddResource(name, document); err != nil {
		return nil, err
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		return nil, err
	}
	return func(body []byte) error {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			return fmt.Errorf("the body is not one JSON value: %w", err)
		}
		if err := schema.Validate(value); err != nil {
			return errors.New(violations(err))
		}
		return nil
	}, nil
}

// forbidUnknownProperties closes every object of a schema that has a type and
// lists its properties.
func forbidUnknownProperties(schema any) {
	object, ok := schema.(map[string]any)
	if !ok {
		return
	}
	if object["properties"] != nil && object["type"] == "object" {
		object["additionalProperties"] = false
	}
	for _, nested := range object {
		forbidUnknownProperties(nested)
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

func validateTimeZone(value any) error {
	name, _ := value.(string)
	if name == "" || name == "Local" {
		return errors.New("not the name of a time zone")
	}
	_, err := time.LoadLocation(name)
	return err
}
