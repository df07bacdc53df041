package functions

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"time"
)

// units are Go's units of durations, and days and weeks. In UTC a day always
// has 24 hours.
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
	"w":  7 * 24 * time.Hour,
}

var (
	wholeStep = regexp.MustCompile(`^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w))+$`)
	partStep  = regexp.MustCompile(`(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)`)
)

// longestText bounds the text of a step; what is longer is no step anybody
// means.
const longestText = 100

// ParseStep reads a positive duration: Go's durations, and the units d (24
// hours) and w (7 days), combined and with fractions, as in "1d12h" and
// "1.5d". It is exact to the nanosecond; less is cut off. The error completes
// "it …".
func ParseStep(text string) (time.Duration, error) {
	if len(text) > longestText {
		return 0, fmt.Errorf("has more than %d characters", longestText)
	}
	if text == "0" { // the one duration of Go's without a unit
		return 0, errors.New("is zero")
	}
	if !wholeStep.MatchString(text) {
		return 0, errors.New(`is not a duration: write numbers with the units w, d, h, m, s, ms, us or ns, as in "1d" or "1h30m"`)
	}
	if text[0] == '-' {
		return 0, errors.New("is negative")
	}
	sum := new(big.Rat)
	for _, part := range partStep.FindAllStringSubmatch(text, -1) {
		amount, ok := new(big.Rat).SetString(part[1])
		if !ok {
			return 0, fmt.Errorf("holds %q, which is not a number", part[1])
		}
		sum.Add(sum, amount.Mul(amount, new(big.Rat).SetInt64(int64(units[part[2]]))))
	}
	whole := new(big.Int).Quo(sum.Num(), sum.Denom())
	switch {
	case whole.Sign() == 0:
		return 0, errors.New("is zero")
	case !whole.IsInt64():
		return 0, fmt.Errorf("is too long: %d days are the most", time.Duration(math.MaxInt64)/units["d"])
	}
	return time.Duration(whole.Int64()), nil
}
