package fullstory_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// bucket is a server that accepts one submission per interval, and a burst of
// them after a rest, like a token bucket.
type bucket struct {
	interval   time.Duration
	burst      int
	retryAfter func(wait time.Duration, now time.Time) string // "" leaves the header out

	mu                sync.Mutex
	tokens            float64
	filled            time.Time
	accepted, refused int
}

func (b *bucket) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(100 * time.Millisecond) // the network, in the bubble's time
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.tokens = min(float64(b.burst), b.tokens+float64(now.Sub(b.filled))/float64(b.interval))
	b.filled = now
	answer := &http.Response{
		StatusCode: http.StatusTooManyRequests, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"message":"too many requests","code":"429"}`)),
	}
	answer.Header.Set("Date", now.UTC().Format(http.TimeFormat))
	if b.tokens < 1-1e-9 {
		b.refused++
		wait := time.Duration((1 - b.tokens) * float64(b.interval))
		if after := b.retryAfter(wait, now); after != "" {
			answer.Header.Set("Retry-After", after)
		}
		return answer, nil
	}
	b.tokens--
	b.accepted++
	answer.StatusCode = http.StatusOK
	answer.Body = io.NopCloser(strings.NewReader(fmt.Sprintf(`{"operationId":"T1A6%d"}`, b.accepted)))
	return answer, nil
}

var retryAfterForms = map[string]func(time.Duration, time.Time) string{
	"seconds": func(wait time.Duration, _ time.Time) string {
		return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	},
	"date": func(wait time.Duration, now time.Time) string {
		return now.Add(wait + time.Second).UTC().Format(http.TimeFormat)
	},
	"zero":   func(time.Duration, time.Time) string { return "0" },
	"past":   func(_ time.Duration, now time.Time) string { return now.Add(-time.Hour).UTC().Format(http.TimeFormat) },
	"absent": func(time.Duration, time.Time) string { return "" },
}

func TestUnit_RateLimit_SubmissionsAreSentAtTheServersPace(t *testing.T) {
	limits := map[string]*bucket{
		"1 per second":          {interval: time.Second, burst: 1},
		"10 per minute, 5 more": {interval: 6 * time.Second, burst: 5},
		"100 per minute":        {interval: 600 * time.Millisecond, burst: 1},
	}
	for limitName, limit := range limits {
		for formName, form := range retryAfterForms {
			for _, count := range []int{30, 100, 300} {
				t.Run(fmt.Sprintf("%s/Retry-After %s/%d exports", limitName, formName, count), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						server := &bucket{interval: limit.interval, burst: limit.burst, retryAfter: form, tokens: float64(limit.burst), filled: time.Now()}
						client := fullstory.New(fullstory.Options{WireFormat: fullstory.WireFormatSchema, Options: rest.Options{
							APIKey: "key", Transport: server, MaxRetries: 5, MaxConcurrentRequests: 10,
						}})
						began := time.Now()
						var done sync.WaitGroup
						for range count {
							done.Go(func() {
								if _, err := client.CreateExport(t.Context(), everyone); err != nil {
									t.Error(err)
								}
							})
						}
						done.Wait()
						took := time.Since(began)
						needed := time.Duration(count-limit.burst) * limit.interval
						t.Logf("%s for %s, %.2f; refused %d, %.2f", took.Round(time.Second), needed, took.Seconds()/needed.Seconds(), server.refused, float64(server.refused)/float64(count))
						if server.accepted != count {
							t.Errorf("%d submissions were accepted, want %d", server.accepted, count)
						}
						if took > needed*15/10 {
							t.Errorf("it took %s; the limit needs %s", took, needed)
						}
						if server.refused*10 > count*5 {
							t.Errorf("%d requests were refused and %d accepted, want 0.5 per accepted one at most", server.refused, count)
						}
					})
				})
			}
		}
	}
}
