package timetypes_test

import (
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// FuzzSame wants that to be the same is an equivalence, and what it is for Go's
// times.
func FuzzSame(f *testing.F) {
	f.Add("2026-01-31T00:00:00Z", "2026-01-31T01:00:00+01:00", "2026-01-31t00:00:00.000z")
	f.Add("2026-01-31T00:00:00.1Z", "2026-01-31T00:00:00.10Z", "2026-01-31T00:00:00.1000000001Z")
	f.Add("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "0000-01-01T00:00:00+00:01")
	f.Add("soon", "soon", "")
	f.Add("2026-02-29T00:00:00Z", "2024-02-29T24:00:00Z", "2026-12-31T23:59:60Z")
	f.Add("2026-01-31T00:00:00-00:00", "2026-01-31T00:00:00+24:00", "2026-01-31T00:00:00,5Z")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		values := []timetypes.RFC3339{timetypes.NewRFC3339(a), timetypes.NewRFC3339(b), timetypes.NewRFC3339(c), timetypes.NewRFC3339Null(), timetypes.NewRFC3339Unknown()}
		for _, x := range values {
			if !x.SameInstant(x) {
				t.Errorf("%s is not the same as itself", x)
			}
			for _, y := range values {
				if x.SameInstant(y) != y.SameInstant(x) {
					t.Errorf("%s and %s are the same in one direction", x, y)
				}
				xTime, xKnown := x.Time()
				yTime, yKnown := y.Time()
				if xKnown && yKnown && x.SameInstant(y) != xTime.Equal(yTime) || xKnown != yKnown && x.SameInstant(y) {
					t.Errorf("%s and %s: same is %t, and the times are %s and %s", x, y, x.SameInstant(y), xTime, yTime)
				}
				for _, z := range values {
					if x.SameInstant(y) && y.SameInstant(z) && !x.SameInstant(z) {
						t.Errorf("%s is %s is %s, but not the first the last", x, y, z)
					}
				}
			}
		}
	})
}

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
		parsed, err := timetypes.Parse(text)
		want, goErr := time.Parse(time.RFC3339, text)
		if err == nil && goErr == nil && !parsed.Equal(want) {
			t.Errorf("%q is %s, in Go %s", text, parsed, want)
		}
		if err != nil {
			return
		}
		again, err := timetypes.Parse(parsed.UTC().Format(time.RFC3339Nano))
		if err != nil || !again.Equal(parsed) {
			t.Errorf("%q is %s, and read again %s, %v", text, parsed, again, err)
		}
	})
}
