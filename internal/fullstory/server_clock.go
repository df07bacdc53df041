package fullstory

import (
	"net/http"
	"sync"
	"time"
)

// minSkew is the difference between the clocks from which on the server's
// counts. The Date header has whole seconds, and a response takes time.
const minSkew = 5 * time.Second

// serverClock is the server's clock, as the Date headers of its responses show
// it. The API's times are compared with it, because the local clock may be off
// by hours.
type serverClock struct {
	mu    sync.Mutex
	known bool
	skew  time.Duration // add it to the local time
}

func (c *serverClock) update(header http.Header, received time.Time) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	skew := date.Sub(received)
	if skew.Abs() < minSkew {
		skew = 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known, c.skew = true, skew
}

// at returns a local time by the server's clock, and whether that is known.
func (c *serverClock) at(local time.Time) (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return local.Add(c.skew), c.known
}

// Now returns the time by the server's clock, and whether that is known. Before
// the first response it is the local time.
func (c *Client) Now() (now time.Time, known bool) { return c.clock.at(time.Now()) }
