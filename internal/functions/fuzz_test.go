package functions

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

// FuzzTimeWindows checks that a duration of Go means what it means in Go, and
// that windows cover their range.
func FuzzTimeWindows(f *testing.F) {
	for _, step := range []string{"1d", "1.5d", "2w3d", "1h30m", "0", "-1s", "1ns", "9999999w", ".s", "1µs", "1e9s", ""} {
		f.Add("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", step)
	}
	f.Add("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "106751d")
	f.Add("2026-01-01t00:00:00.1z", "2026-01-01T00:00:00+01:00", "1h")
	f.Fuzz(func(t *testing.T, startText, endText, stepText string) {
		parsed, err := parseStep(stepText)
		step := parsed.duration
		if err == nil && step <= 0 && parsed.months <= 0 {
			t.Fatalf("the step %q is %s", stepText, step)
		}
		if goStep, goErr := time.ParseDuration(stepText); goErr == nil {
			if (err == nil) != (goStep > 0) || err == nil && step != goStep {
				t.Errorf("the step %q is %s and %v, in Go %s", stepText, step, err, goStep)
			}
		}
		if err != nil || parsed.months > 0 {
			return
		}
		start, startErr := rfc3339.Parse(startText)
		end, endErr := rfc3339.Parse(endText)
		if startErr != nil || endErr != nil || !end.After(start) {
			return
		}
		windows, err := splitRange(start, end, parsed, 0)
		if err != nil {
			return
		}
		if err := checkWindows(start, end, step, windows); err != nil {
			t.Errorf("from %s to %s by %s: %v", startText, endText, stepText, err)
		}
	})
}
