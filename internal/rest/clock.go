package rest

import (
	"net/http"
	"sync"
	"time"
)

// minSkew is the difference between the clocks from which on the server's
// counts. The Date header has whole seconds, and a response takes time.
const minSkew = 5 * time.Second

// clock is the server's clock, as FullStory's own answers show it. The API's
// times are compared with it, because the local clock may be off by hours.
type clock struct {
	mu    sync.Mutex
	known bool
	skew  time.Duration // add it to the local time
}

// skewOf returns the difference between the server's clock and the local one.
// The Date of an answer from a cache, which has an Age, is not the present.
func skewOf(header http.Header, received time.Time) (skew time.Duration, known bool) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || header.Get("Age") != "" {
		return 0, false
	}
	if skew = date.Sub(received); skew.Abs() < minSkew {
		skew = 0
	}
	return skew, true
}

func (c *clock) update(header http.Header, received time.Time) {
	skew, known := skewOf(header, received)
	if !known {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known, c.skew = true, skew
}

// ServerTime returns a local time by the server's clock, and whether that is
// known.
func (c *Client) ServerTime(local time.Time) (_ time.Time, known bool) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	return local.Add(c.clock.skew), c.clock.known
}
