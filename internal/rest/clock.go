package rest

import (
	"net/http"
	"sync/atomic"
	"time"
)

// minSkew is the difference between the clocks from which on the server's
// counts. The Date header has whole seconds, and a response takes time.
const minSkew = 5 * time.Second

// clock is the server's clock, as FullStory's own answers show it. The API's
// times are compared with it, because the local clock may be off by hours.
type clock struct {
	skew atomic.Int64 // a duration; add it to the local time
}

// update reads the Date of an answer. That of an answer from a cache, which has
// an Age, is not the present.
func (c *clock) update(header http.Header, received time.Time) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || header.Get("Age") != "" {
		return
	}
	skew := date.Sub(received)
	if skew.Abs() < minSkew {
		skew = 0
	}
	c.skew.Store(int64(skew))
}

// ServerTime returns a local time by the server's clock; before the first
// answer with a Date, it is the local time.
func (c *Client) ServerTime(local time.Time) time.Time {
	return local.Add(time.Duration(c.clock.skew.Load()))
}
