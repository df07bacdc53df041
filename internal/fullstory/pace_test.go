package fullstory_test

import (
	"fmt"
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
	{"noisy (2 points)", func(share float64, chance *rand.Rand) int {
		return min(max(int(100*share+4*chance.Float64()-2), 0), 99)
	}, true},
	{"in steps of 5", inSteps(5), true},
	{"in steps of 10", inSteps(10), true},
	{"absent", func(float64, *rand.Rand) int { return -1 }, false},
	{"stuck at 40", func(float64, *rand.Rand) int { return 40 }, false},
	{"stuck at 30 early", func(share float64, _ *rand.Rand) int { return min(30, int(300*share)) }, false},
	{"jumping at the end", func(float64, *rand.Rand) int { return 0 }, false},
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

// watchedMany waits for jobs that last from 0.8 to 1.25 times a duration, or
// so: what happens at exactly one is chance.
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

var durations = []time.Duration{
	time.Second, 3 * time.Second, 8 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute,
	20 * time.Minute, time.Hour, 2 * time.Hour,
}

func TestProto(t *testing.T) {
	for _, s := range shapes {
		for _, d := range durations {
			f := watchedMany(s, d, fullstory.Pace)
			fmt.Printf("%-20s %8s late mean %6.2f%% %8s most %8s looks %5.1f most %d\n", s.name, d, 100*float64(f.meanLate)/float64(d), f.meanLate.Round(time.Millisecond), f.mostLate.Round(time.Millisecond), f.meanLooks, f.mostLooks)
		}
	}
}
