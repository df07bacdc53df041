package fullstorytest

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// RateLimit is a token bucket: it allows a burst of requests, and one more per
// interval. Other requests get 429 and have no effect.
type RateLimit struct {
	Routes       []Route       // defaults to all routes of the API
	Interval     time.Duration // 0 means no limit
	Burst        int           // defaults to 1
	NoRetryAfter bool          // 429 comes without a Retry-After header
}

func (l RateLimit) appliesTo(route Route) bool {
	if l.Interval <= 0 {
		return false
	}
	if l.Routes == nil {
		return route != RouteDownload
	}
	return slices.Contains(l.Routes, route)
}

// rateLimiter is the state of a [RateLimit].
type rateLimiter struct {
	used  int       // tokens taken and not yet refilled
	since time.Time // the start of the interval that refills the next token
}

// take takes a token, or returns how long it takes until there is one.
func (l *rateLimiter) take(limit RateLimit, now time.Time) (wait time.Duration, ok bool) {
	if l.used > 0 {
		refilled := min(int(now.Sub(l.since)/limit.Interval), l.used)
		l.used -= refilled
		l.since = l.since.Add(time.Duration(refilled) * limit.Interval)
	}
	if l.used == 0 {
		l.since = now
	}
	if l.used >= max(limit.Burst, 1) {
		return l.since.Add(limit.Interval).Sub(now), false
	}
	l.used++
	return 0, true
}

// throttle returns the response to a request above the limit, or nil.
func (s *Server) throttle(route Route) response {
	limit := s.settings.rateLimit
	if !limit.appliesTo(route) {
		return nil
	}
	s.mu.Lock()
	wait, ok := s.limiter.take(limit, time.Now())
	s.mu.Unlock()
	if ok {
		return nil
	}
	refusal := s.errorResponse(http.StatusTooManyRequests, "too many requests")
	return func(w http.ResponseWriter, r *http.Request) {
		if !limit.NoRetryAfter {
			seconds := (wait + time.Second - 1).Truncate(time.Second).Seconds()
			w.Header().Set("Retry-After", strconv.Itoa(int(seconds)))
		}
		refusal(w, r)
	}
}
