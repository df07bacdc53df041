package functions

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// units are Go's units of durations, and days and weeks. In UTC, every day has
// 24 hours.
var units = map[string]time.Duration{
	"ns": time.Nanosecond,
	"us": time.Microsecond,
	"µs": time.Microsecond, // micro sign
	"μs": time.Microsecond, // Greek letter mu
	"ms": time.Millisecond,
	"s":  time.Second,
	"m":  time.Minute,
	"h":  time.Hour,
	"d":  24 * time.Hour,
	"w":  week,
}

const week = 7 * 24 * time.Hour

var (
	durationPattern = regexp.MustCompile(`^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w))+$`)
	partPattern     = regexp.MustCompile(`(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)`)
	monthsPattern   = regexp.MustCompile(`^(\d{1,4})mo$`)
)

// maxDurationText limits the length of a duration's text.
const maxDurationText = 100

var errNotDuration = errors.New(
	`is not a duration: write numbers with the units w, d, h, m, s, ms, us or ns, such as "1d" or "1h30m"`)

// step is the length of a window: calendar months, or a duration.
type step struct {
	months   int
	duration time.Duration
}

// parseStep parses a positive step: calendar months such as "1mo", or a
// duration. The error completes "the step …".
func parseStep(text string) (step, error) {
	if months := monthsPattern.FindStringSubmatch(text); months != nil {
		n, err := strconv.Atoi(months[1])
		if err == nil && n == 0 {
			err = errors.New("is zero")
		}
		return step{months: n}, err
	}
	duration, err := parseDuration(text)
	switch {
	case errors.Is(err, errNotDuration):
		err = fmt.Errorf(`%w, or calendar months such as "1mo"`, err)
	case err == nil && duration == 0:
		err = errors.New("is zero")
	}
	return step{duration: duration}, err
}

// parseDuration parses a duration that is not negative: Go's durations, and the
// units d (24 hours) and w (7 days), combined and with fractions, such as
// "1d12h" and "1.5d". It is exact to the nanosecond. The error completes
// "it …".
func parseDuration(text string) (time.Duration, error) {
	if len(text) > maxDurationText {
		return 0, fmt.Errorf("has more than %d characters", maxDurationText)
	}
	if text == "0" {
		return 0, nil
	}
	if !durationPattern.MatchString(text) {
		return 0, errNotDuration
	}
	if strings.HasPrefix(text, "-") {
		return 0, errors.New("is negative")
	}
	sum := new(big.Rat)
	for _, part := range partPattern.FindAllStringSubmatch(text, -1) {
		amount, ok := new(big.Rat).SetString(part[1])
		if !ok {
			return 0, fmt.Errorf("contains %q, which is not a number", part[1])
		}
		sum.Add(sum, amount.Mul(amount, new(big.Rat).SetInt64(int64(units[part[2]]))))
	}
	whole := new(big.Int).Quo(sum.Num(), sum.Denom())
	if !whole.IsInt64() {
		return 0, fmt.Errorf("is too long: the maximum is %d days", time.Duration(math.MaxInt64)/units["d"])
	}
	return time.Duration(whole.Int64()), nil
}

// addMonths returns the time n months after start. A day that the month does
// not have becomes its last day.
func addMonths(start time.Time, n int) time.Time {
	first := time.Date(start.Year(), start.Month()+time.Month(n), 1,
		start.Hour(), start.Minute(), start.Second(), start.Nanosecond(), time.UTC)
	lastDay := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(start.Day(), lastDay)-1)
}
