package functions

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestUnit_ParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"1d": day, "2w": 14 * day, "1w1d": 8 * day, "1d12h": 36 * time.Hour, "1.5d": 36 * time.Hour, ".5w": 84 * time.Hour,
		"1.d": day, "+1h": time.Hour, "90m": 90 * time.Minute, "1h30m": 90 * time.Minute, "30m1h": 90 * time.Minute,
		"1ms1us1µs1μs1ns": 1_003_001, "0d1s": time.Second, "0.1d": 8640 * time.Second, "1.9ns": 1,
		"106751d23h47m16.854775807s": math.MaxInt64, "007d": 7 * day, strings.Repeat("1d", 51): 51 * day,
	} {
		if got, err := parseDuration(text); err != nil || got != want {
			t.Errorf("%q: got %s and %v, want %s", text, got, err, want)
		}
	}
	for text, message := range map[string]string{
		"": "not a duration", "1": "not a duration", "d": "not a duration", "1 d": "not a duration", "1y": "not a duration", "1D": "not a duration",
		"1h-1m": "not a duration", "1e3s": "not a duration", "--1h": "not a duration", "1,5d": "not a duration", "٣d": "not a duration", "1d\n": "not a duration",
		".d": "not a duration", "P1D": "not a duration",
		"-1h": "is negative", "-0s": "is negative",
		"106751d23h47m16.854775808s": "is too long: the maximum is 106751 days", "99999999999999999999w": "is too long",
	} {
		if got, err := parseDuration(text); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%q: got %s and %v, want an error with %q", text, got, err, message)
		}
	}
}

func TestUnit_ParseStep(t *testing.T) {
	for text, want := range map[string]step{"1mo": {months: 1}, "12mo": {months: 12}, "1d": {duration: 24 * time.Hour}, "90m": {duration: 90 * time.Minute}} {
		if got, err := parseStep(text); err != nil || got != want {
			t.Errorf("%q: got %+v and %v, want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"0": "is zero", "0s": "is zero", "0d0h": "is zero", "0.9ns": "is zero", "+0w": "is zero", "0mo": "is zero",
		"1month": `or calendar months such as "1mo"`,
		"-1mo":   "not a duration", "1mo1d": "not a duration", "1.5mo": "not a duration", "99999mo": "not a duration",
	} {
		if got, err := parseStep(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %+v and %v, want an error with %q", text, got, err, want)
		}
	}
}
