package timetypes_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

func TestUnit_Parse(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-31T00:00:00Z":             "2026-01-31T00:00:00Z",
		"2026-01-31t00:00:00z":             "2026-01-31T00:00:00Z",
		"2026-01-31T00:00:00+02:00":        "2026-01-30T22:00:00Z",
		"2026-01-31T00:00:00-00:00":        "2026-01-31T00:00:00Z",
		"2026-01-31T00:00:00.123456789Z":   "2026-01-31T00:00:00.123456789Z",
		"2024-02-29T23:59:59.5-11:30":      "2024-03-01T11:29:59.5Z",
		"2026-01-31":                       "",
		"2026-01-31T00:00:00":              "",
		"2026-01-31 00:00:00Z":             "",
		"2026-01-31T0:00:00Z":              "",
		"2026-01-31T00:00:00,5Z":           "",
		"2026-01-31T00:00:00.Z":            "",
		"2026-01-31T00:00:00+0200":         "",
		"2026-01-31T00:00:00+24:00":        "",
		"2026-01-31T00:00:00+00:60":        "",
		"2026-01-31T24:00:00Z":             "",
		"2026-12-31T23:59:60Z":             "",
		"2026-02-30T00:00:00Z":             "",
		"2026-13-01T00:00:00Z":             "",
		"0000-01-01T00:00:00+01:00":        "",
		"9999-12-31T23:59:59-01:00":        "",
		" 2026-01-31T00:00:00Z":            "",
		"2026-01-31T00:00:00Z\n":           "",
		"":                                 "",
		"yesterday":                        "",
		"0001-01-01T00:00:00Z":             "",
		"0001-01-01T01:00:00+01:00":        "",
		"2026-01-31T00:00:00Z and further": "",
	} {
		got, err := timetypes.Parse(text)
		if (err == nil) != (want != "") {
			t.Errorf("%q: %v", text, err)
		}
		if err == nil && got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%q is %s, want %s", text, got.UTC().Format(time.RFC3339Nano), want)
		}
	}
}

func TestUnit_Value_Same(t *testing.T) {
	z := timetypes.NewRFC3339("2026-01-01T00:00:00Z")
	for _, c := range []struct {
		a, b timetypes.RFC3339
		same bool
	}{
		{z, z, true},
		{z, timetypes.NewRFC3339("2026-01-01T01:00:00+01:00"), true},
		{z, timetypes.NewRFC3339("2026-01-01T00:00:00.000Z"), true},
		{z, timetypes.NewRFC3339("2026-01-01t00:00:00-00:00"), true},
		{z, timetypes.NewRFC3339("2026-01-01T00:00:00.000000001Z"), false},
		{z, timetypes.NewRFC3339("2026-01-01T00:00:00+01:00"), false},
		{z, timetypes.NewRFC3339Null(), false},
		{z, timetypes.NewRFC3339Unknown(), false},
		{timetypes.NewRFC3339Null(), timetypes.NewRFC3339Null(), true},
		{timetypes.NewRFC3339Unknown(), timetypes.NewRFC3339Unknown(), true},
		{timetypes.NewRFC3339Null(), timetypes.NewRFC3339Unknown(), false},
		{timetypes.NewRFC3339("soon"), timetypes.NewRFC3339("soon"), true},
		{timetypes.NewRFC3339("soon"), timetypes.NewRFC3339("later"), false},
	} {
		for range 2 {
			if c.a.SameInstant(c.b) != c.same {
				t.Errorf("%s and %s: same is %t, want %t", c.a, c.b, !c.same, c.same)
			}
			semantic, diags := c.a.StringSemanticEquals(t.Context(), c.b)
			if semantic != c.same || diags.HasError() {
				t.Errorf("%s and %s: semantically equal is %t, %v", c.a, c.b, semantic, diags)
			}
			c.a, c.b = c.b, c.a
		}
	}
	if same, _ := z.StringSemanticEquals(t.Context(), basetypes.NewStringValue("2026-01-01T00:00:00Z")); same {
		t.Error("a plain string is taken for a time")
	}
}
