package rfc3339_test

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

// FuzzParse wants no time that Go does not know, and each of those back from
// how it is written.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"2026-01-31T00:00:00Z", "2026-01-31t00:00:00.123456789z", "2026-01-31T00:00:00.1234567891Z", "0000-01-01T00:00:00+01:00",
		"9999-12-31T23:59:59-23:59", "2026-12-31T23:59:60Z", "2026-01-31T00:00:00+0100", "\u0130", "2026-01-31T00:00:00\u017f",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := rfc3339.Parse(text)
		want, goErr := time.Parse(time.RFC3339, text)
		if err == nil && goErr == nil && !parsed.Equal(want) {
			t.Errorf("%q is %s, in Go %s", text, parsed, want)
		}
		if err != nil {
			return
		}
		again, err := rfc3339.Parse(parsed.UTC().Format(time.RFC3339Nano))
		if err != nil || !again.Equal(parsed) {
			t.Errorf("%q is %s, and read again %s, %v", text, parsed, again, err)
		}
	})
}
