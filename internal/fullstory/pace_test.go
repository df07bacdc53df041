package fullstory_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// shape is how the percentage of a job goes: told at a share of its duration,
// from 0 to 1. Below 0 it is not told.
type shape struct {
	name string
	told func(share float64, chance *rand.Rand) int
	// tells says that the percentage tells when the job ends.
	tells bool
}

func inSteps(step int) func(float64, *rand.Rand) int {
	return func(share float64, _ *rand.Rand) int { return int(100*share) / step * step }
}

var shapes = []shape{
	{"linear", inSteps(1), true},
	{"noisy (by 2 points)", func(share float64, chance *rand.Rand) int {
		return min(max(int(100*share+4*chance.Float64()-2), 0), 99)
	}, true},
	{"in steps of 2", inSteps(2), true},
	{"in steps of 5", inSteps(5), true},
	{"in steps of 10", inSteps(10), true},
	{"absent", func(float64, *rand.Rand) int { return -1 }, false},
	{"stuck at 40", func(float64, *rand.Rand) int { return 40 }, false},
	{"stuck at 30 after a tenth", func(share float64, _ *rand.Rand) int { return min(30, int(300*share)) }, false},
	{"0, jumping at the end", func(float64, *rand.Rand) int { return 0 }, false},
}

// watched is a wait in virtual time: how late the end was noticed, and after
// how many looks.
func watched(s shape, duration time.Duration, chance *rand.Rand, pace func(fullstory.Progress) time.Duration) (late time.Duration, looks int) {
	seen := fullstory.Progress{FromStart: true}
	for now := time.Duration(0); ; looks++ {
		if now >= duration {
			return now - duration, looks + 1
		}
		seen.Glimpses = append(seen.Glimpses, fullstory.Glimpse{After: now, Percent: s.told(float64(now)/float64(duration), chance)})
		seen.Now = now
		now += pace(seen)
	}
}

// figures sums up waits for jobs of about a duration.
type figures struct {
	meanLate, mostLate time.Duration
	meanLooks          float64
	mostLooks          int
}

// watchedMany waits for jobs that last from 0.9 to 1.1 times a duration: what
// happens at exactly one duration is chance.
func watchedMany(s shape, duration time.Duration, pace func(fullstory.Progress) time.Duration) (f figures) {
	const jobs = 200
	chance := rand.New(rand.NewPCG(1, 2))
	var late time.Duration
	looks := 0
	for i := range jobs {
		d := time.Duration(float64(duration) * (0.9 + 0.2*float64(i)/jobs))
		l, n := watched(s, d, chance, pace)
		late, looks = late+l, looks+n
		f.mostLate, f.mostLooks = max(f.mostLate, l), max(f.mostLooks, n)
	}
	f.meanLate, f.meanLooks = late/jobs, float64(looks)/jobs
	return f
}

// late is the mean delay as a share of the duration.
func (f figures) late(duration time.Duration) float64 { return float64(f.meanLate) / float64(duration) }

var durations = []time.Duration{
	time.Second, 2 * time.Second, 3 * time.Second, 5 * time.Second, 8 * time.Second,
	12 * time.Second, 20 * time.Second, 40 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute,
	15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour,
}

// mostLooksIn an hour, in the mean: 30 is the aim. While a percentage stands at
// 0 it cannot be told from one that stays there: steps of 10 % leave six
// minutes of that to get through without being late.
var mostLooksIn = map[string]float64{
	"linear": 30, "noisy (by 2 points)": 30, "in steps of 2": 50, "in steps of 5": 70, "in steps of 10": 90,
}

func TestUnit_Pace_AimsAtTheEndThatPercentagesTell(t *testing.T) {
	for _, s := range shapes {
		for _, d := range durations {
			f := watchedMany(s, d, fullstory.Pace)
			switch {
			case !s.tells:
				continue
			case d < 10*time.Second && f.mostLate > 500*time.Millisecond:
				t.Errorf("%s, %s: up to %s late, want 0.5 s", s.name, d, f.mostLate)
			case d >= 10*time.Second && f.late(d) > 0.03:
				t.Errorf("%s, %s: %.1f %% late, want 3 %%", s.name, d, 100*f.late(d))
			case f.mostLate > 10*time.Second:
				t.Errorf("%s, %s: up to %s late, want 10 s", s.name, d, f.mostLate)
			case d == time.Hour && f.meanLooks > mostLooksIn[s.name]:
				t.Errorf("%s, %s: %.1f looks, want %.0f", s.name, d, f.meanLooks, mostLooksIn[s.name])
			}
		}
	}
}

func TestUnit_Pace_FollowsTheTimeWherePercentagesTellNothing(t *testing.T) {
	for _, s := range shapes {
		if s.tells {
			continue
		}
		var late float64
		var long int
		for _, d := range durations {
			f := watchedMany(s, d, fullstory.Pace)
			if d < 10*time.Second {
				if f.meanLate > 510*time.Millisecond {
					t.Errorf("%s, %s: %s late in the mean, want 0.5 s", s.name, d, f.meanLate)
				}
				continue
			}
			late, long = late+f.late(d), long+1
			if s.name == "absent" && f.late(d) > 0.03 {
				t.Errorf("%s, %s: %.1f %% late, want 3 %%", s.name, d, 100*f.late(d))
			}
			if f.late(d) > 0.07 {
				t.Errorf("%s, %s: %.1f %% late, want 7 %% at most where percentages may yet move", s.name, d, 100*f.late(d))
			}
			if f.mostLooks > 160 {
				t.Errorf("%s, %s: up to %d looks, want 160", s.name, d, f.mostLooks)
			}
		}
		if late /= float64(long); late > 0.03 {
			t.Errorf("%s: %.2f %% late in the mean of all durations, want 3 %%", s.name, 100*late)
		}
	}
}

// Failed looks tell nothing, and the pause goes by the time alone in the end.
func TestUnit_Pace_GrowsWhileLooksFail(t *testing.T) {
	half := []fullstory.Glimpse{{After: 0, Percent: 0}, {After: time.Second, Percent: 50}}
	for name, seen := range map[string]fullstory.Progress{
		"nothing seen":      {Now: time.Hour},
		"overdue for long":  {Now: time.Hour, Glimpses: half, FromStart: true},
		"nothing told":      {Now: time.Hour, Glimpses: []fullstory.Glimpse{{After: time.Second, Percent: -1}}},
		"contradictory":     {Now: time.Hour, FromStart: true, Glimpses: append(half, fullstory.Glimpse{After: time.Hour, Percent: 51})},
		"back to beginning": {Now: time.Hour, Glimpses: append(half, fullstory.Glimpse{After: time.Hour, Percent: 0})},
		"100 and no end":    {Now: time.Hour, FromStart: true, Glimpses: append(half, fullstory.Glimpse{After: time.Hour, Percent: 100})},
	} {
		if pause := fullstory.Pace(seen); pause < 2*time.Minute || pause > 5*time.Minute {
			t.Errorf("%s: a pause of %s after an hour", name, pause)
		}
	}
	if pause := fullstory.Pace(fullstory.Progress{}); pause != 500*time.Millisecond {
		t.Errorf("a pause of %s at the beginning", pause)
	}
}

// A wait that another process began has not seen the beginning.
func TestUnit_Pace_NeedsNoBeginning(t *testing.T) {
	const duration, began = time.Hour, 20 * time.Minute
	seen := fullstory.Progress{}
	for looks := 1; ; looks++ {
		share := float64(began+seen.Now) / float64(duration)
		if share >= 1 {
			late := began + seen.Now - duration
			t.Logf("%s late, after %d looks", late, looks)
			if late > 10*time.Second || looks > 60 {
				t.Errorf("%s late, after %d looks", late, looks)
			}
			return
		}
		seen.Glimpses = append(seen.Glimpses, fullstory.Glimpse{After: seen.Now, Percent: int(100 * share)})
		seen.Now += fullstory.Pace(seen)
	}
}
