package fullstorytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Zones must be known on machines without a database of them, too.
)

// validateReference checks a request as the vendor's reference documents it, and refuses what that does not name.
func validateReference(body []byte) error {
	var request map[string]any
	if err := json.Unmarshal(body, &request); err != nil {
		return fmt.Errorf("the body is not one JSON object: %w", err)
	}
	checks := map[string]func(any) error{
		"segmentId":        checkSegmentID,
		"type":             oneOf("TYPE_INDIVIDUAL", "TYPE_EVENT"),
		"format":           oneOf("FORMAT_JSON", "FORMAT_CSV", "FORMAT_NDJSON"),
		"timeRange":        checkRange,
		"segmentTimeRange": checkRange,
		"fields":           checkFields,
		"timezone":         checkZone,
		"eventDetails":     checkEventDetails,
	}
	var wrong []error
	for _, name := range []string{"segmentId", "type", "format", "timeRange"} {
		if _, ok := request[name]; !ok {
			wrong = append(wrong, fmt.Errorf("%s is required", name))
		}
	}
	for name, value := range request {
		check := checks[name]
		if check == nil {
			wrong = append(wrong, fmt.Errorf("%s is not a known property", name))
		} else if err := check(value); err != nil {
			wrong = append(wrong, fmt.Errorf("%s %w", name, err))
		}
	}
	if _, ok := request["eventDetails"]; ok && request["type"] != "TYPE_EVENT" {
		wrong = append(wrong, errors.New("eventDetails goes with TYPE_EVENT only"))
	}
	return oneLine(wrong)
}

// oneLine joins errors in an order that does not depend on a map's.
func oneLine(wrong []error) error {
	if len(wrong) == 0 {
		return nil
	}
	var lines []string
	for _, err := range wrong {
		lines = append(lines, err.Error())
	}
	slices.Sort(lines)
	return errors.New(strings.Join(lines, "; "))
}

func checkSegmentID(value any) error {
	if id, ok := value.(string); !ok || id == "" {
		return errors.New("must be a string that is not empty")
	}
	return nil
}

func oneOf(allowed ...string) func(any) error {
	return func(value any) error {
		if s, ok := value.(string); !ok || !slices.Contains(allowed, s) {
			return fmt.Errorf("must be one of %s", strings.Join(allowed, ", "))
		}
		return nil
	}
}

func checkRange(value any) error {
	object, ok := value.(map[string]any)
	if !ok || len(object) != 2 {
		return errors.New("must be an object with start and end")
	}
	for _, end := range []string{"start", "end"} {
		s, ok := object[end].(string)
		if !ok {
			return fmt.Errorf("must have a string as its %s", end)
		}
		if s == "" {
			continue // Since ever, or until now.
		}
		if _, err := time.Parse(time.RFC3339, s); err != nil || !strings.HasSuffix(s, "Z") {
			return fmt.Errorf("must have an RFC 3339 time in UTC, ending in Z, as its %s", end)
		}
	}
	return nil
}

func checkFields(value any) error {
	fields, ok := value.([]any)
	if !ok {
		return errors.New("must be a list of strings")
	}
	seen := map[string]bool{}
	for _, field := range fields {
		name, ok := field.(string)
		if !ok || name == "" {
			return errors.New("must be a list of strings that are not empty")
		}
		if seen[name] {
			return fmt.Errorf("has %q twice", name)
		}
		seen[name] = true
	}
	return nil
}

func checkZone(value any) error {
	name, _ := value.(string)
	if name == "" || name == "Local" {
		return errors.New("must be the name of an IANA time zone")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("must be the name of an IANA time zone: %w", err)
	}
	return nil
}

func checkEventDetails(value any) error {
	object, ok := value.(map[string]any)
	if !ok || len(object) != 1 {
		return errors.New("must be an object with a scope")
	}
	// The vendor's pages spell the scopes in several ways: any of them will do.
	if scope, _ := object["scope"].(string); !strings.HasPrefix(scope, "SCOPE_") {
		return errors.New("must have a scope that begins with SCOPE_")
	}
	return nil
}
