package fullstorytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // for machines without a time zone database
)

// validateReference checks a request as the vendor's reference documents it,
// and rejects properties that it does not name.
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
		"now":              checkTime,
		"timezone":         checkZone,
		"eventDetails":     checkEventDetails,
	}
	var errs []error
	for _, name := range []string{"segmentId", "type", "format", "timeRange"} {
		if _, ok := request[name]; !ok {
			errs = append(errs, fmt.Errorf("%s is required", name))
		}
	}
	for name, value := range request {
		check := checks[name]
		if check == nil {
			errs = append(errs, fmt.Errorf("%s is not a known property", name))
		} else if err := check(value); err != nil {
			errs = append(errs, fmt.Errorf("%s %w", name, err))
		}
	}
	if _, ok := request["eventDetails"]; ok && request["type"] != "TYPE_EVENT" {
		errs = append(errs, errors.New("eventDetails goes with TYPE_EVENT only"))
	}
	return joinSorted(errs)
}

// joinSorted joins errors in one line, in a stable order.
func joinSorted(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	var lines []string
	for _, err := range errs {
		lines = append(lines, err.Error())
	}
	slices.Sort(lines)
	return errors.New(strings.Join(lines, "; "))
}

func checkSegmentID(value any) error {
	if id, ok := value.(string); !ok || id == "" {
		return errors.New("must be a non-empty string")
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
			continue // no bound
		}
		if _, err := time.Parse(time.RFC3339, s); err != nil || !strings.HasSuffix(s, "Z") {
			return fmt.Errorf("must have an RFC 3339 time in UTC, ending in Z, as its %s", end)
		}
	}
	return nil
}

func checkTime(value any) error {
	s, _ := value.(string)
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return errors.New("must be an RFC 3339 time")
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
			return errors.New("must be a list of non-empty strings")
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
	// The vendor spells the scopes in several ways.
	if scope, _ := object["scope"].(string); !strings.HasPrefix(scope, "SCOPE_") {
		return errors.New("must have a scope that begins with SCOPE_")
	}
	return nil
}
