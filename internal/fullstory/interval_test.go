package fullstory_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// job is an API with one operation, which completes after a duration.
type job struct {
	began    time.Time
	duration time.Duration
	polls    int
}

func (j *job) RoundTrip(r *http.Request) (*http.Response, error) {
	elapsed := time.Since(j.began)
	j.polls++
	body := `{"id":"x","state":"RUNNING"}`
	if elapsed >= j.duration {
		body = `{"id":"x","state":"COMPLETED","results":{"searchExportId":"s"}}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}, nil
}

// wait waits for the job with a client of its own.
func (j *job) wait(t *testing.T, timeout time.Duration) (fullstory.Operation, error) {
	t.Helper()
	client := fullstory.New(fullstory.Options{Options: rest.Options{APIKey: "key", Transport: j}})
	j.began = time.Now()
	return client.WaitForOperation(within(t, timeout), "x", fullstory.Wait{})
}

// durations are from 1 s to 2 hours; between two polls, too.
func durations() (all []time.Duration) {
	for d := time.Second; d < 5*time.Minute; d = d * 113 / 100 {
		all = append(all, d)
	}
	for d := 5 * time.Minute; d < 2*time.Hour; d = d * 2 {
		all = append(all, d)
	}
	return append(all, time.Hour-time.Second, 2*time.Hour+time.Second)
}

func TestUnit_WaitInterval_DiscoversCompletionInTime(t *testing.T) {
	for _, duration := range durations() {
		synctest.Test(t, func(t *testing.T) {
			j := &job{duration: duration}
			operation, err := j.wait(t, 4*time.Hour)
			if err != nil || operation.State != fullstory.StateCompleted {
				t.Fatalf("%s: got %q and %v", duration, operation.State, err)
			}
			late := time.Since(j.began) - duration
			limit := 30 * time.Second
			if duration < 5*time.Minute {
				limit = max(500*time.Millisecond, duration/10)
			}
			if late > limit {
				t.Errorf("%s: completion was discovered %s late, want at most %s", duration, late, limit)
			}
			if maximum := 250 * int(1+duration/time.Hour); j.polls > maximum {
				t.Errorf("%s: %d polls, want at most %d", duration, j.polls, maximum)
			}
		})
	}
}

// A timeout does not hide a completion: the last poll is just before the
// deadline.
func TestUnit_WaitInterval_PollsJustBeforeTheDeadline(t *testing.T) {
	for name, duration := range map[string]time.Duration{
		"12 minutes before": 47*time.Minute + 42*time.Second,
		"20 s before":       59*time.Minute + 40*time.Second,
		"2 s before":        59*time.Minute + 58*time.Second,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j := &job{duration: duration}
				operation, err := j.wait(t, time.Hour)
				if err != nil || operation.State != fullstory.StateCompleted {
					t.Errorf("got %q and %v after %s, want COMPLETED", operation.State, err, time.Since(j.began))
				}
			})
		})
	}
}
