package functions

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	day  = 24 * time.Hour // in UTC, every day
	week = 7 * day
)

var (
	durationPattern = regexp.MustCompile(`^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w))+$`)
	partPattern     = regexp.MustCompile(`(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)`)
	monthsPattern   = regexp.MustCompile(`^(\d{1,4})mo$`)
)

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
// "1d12h" and "1.5d". A fraction of a day or week is exact to 200 ns. The error
// completes "it …".
func parseDuration(text string) (time.Duration, error) {
	switch {
	case text == "0":
		return 0, nil
	case !durationPattern.MatchString(text):
		return 0, errNotDuration
	case strings.HasPrefix(text, "-"):
		return 0, errors.New("is negative")
	}
	var sum time.Duration
	for _, part := range partPattern.FindAllStringSubmatch(text, -1) {
		unit, factor := part[2], 1
		switch unit { // Go has no longer unit than the hour
		case "d":
			unit, factor = "h", 24
		case "w":
			unit, factor = "h", 7*24
		}
		amount, err := time.ParseDuration(part[1] + unit)
		if err != nil || amount > (math.MaxInt64-sum)/time.Duration(factor) {
			return 0, fmt.Errorf("is too long: the maximum is %d days", math.MaxInt64/day)
		}
		sum += amount * time.Duration(factor)
	}
	return sum, nil
}

// addMonths returns the time n months after start. A day that the month does
// not have becomes its last day.
func addMonths(start time.Time, n int) time.Time {
	first := time.Date(start.Year(), start.Month()+time.Month(n), 1,
		start.Hour(), start.Minute(), start.Second(), start.Nanosecond(), time.UTC)
	lastDay := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(start.Day(), lastDay)-1)
}
