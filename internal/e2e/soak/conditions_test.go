//go:build unix

package soak_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// notFoundLag is how long FullStory answers 404 for a new export.
const notFoundLag = 500 * time.Millisecond

// conditions are what goes wrong during an apply besides the signal. None of it
// may change the result.
type conditions struct {
	// skew is how far FullStory's clock is ahead of the local one.
	skew time.Duration

	mu    sync.Mutex
	polls []fullstorytest.Fault // of the first polls after a submission
}

func newConditions(random *rand.Rand) *conditions {
	return &conditions{skew: time.Duration(random.IntN(3)-1) * 2 * time.Hour}
}

func (c *conditions) date() time.Time { return time.Now().Add(c.skew) }

// begin chooses what goes wrong in a round: an interrupted download, a refused
// submission, or, in place of the status, pages of a proxy, an old answer of a
// cache or JSON about something else.
func (c *conditions) begin(random *rand.Rand, server *fullstorytest.Server) {
	server.ClearFaults()
	// An interrupted download resumes with another request, which arrives while
	// part of the file is on disk.
	for range exportCount {
		server.Inject(fullstorytest.RouteDownload, []fullstorytest.Fault{{}, fullstorytest.CutAfter(100 + random.Int64N(1000))}[random.IntN(2)])
	}
	if random.IntN(4) == 0 {
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.Fault{}, fullstorytest.TooManyRequests("1"))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	nextMonth := time.Now().AddDate(0, 1, 0)
	c.polls = [][]fullstorytest.Fault{
		nil, nil,
		{fullstorytest.ForeignPage(404), fullstorytest.StatusBody(404, "", "")},
		{fullstorytest.ForeignPage(403), fullstorytest.ActThenBody(200, "text/html", "<html>Sign in</html>")},
		{fullstorytest.ForeignPage(502).Dated(nextMonth), fullstorytest.Status(421)},
		{fullstorytest.Cached(time.Hour).Dated(nextMonth), fullstorytest.ActThenBody(200, "application/json", `{"success":false}`)},
	}[random.IntN(6)]
}

// afterRequest lets the polls fail from the first submission of the round on. A
// refresh would report a proxy's page as an error, and it comes before.
func (c *conditions) afterRequest(r fullstorytest.Request, server *fullstorytest.Server) {
	if r.Route != fullstorytest.RouteCreateExport {
		return
	}
	c.mu.Lock()
	polls := slices.Clone(c.polls)
	c.polls = nil
	c.mu.Unlock()
	server.Inject(fullstorytest.RouteGetOperation, polls...)
	server.Inject(fullstorytest.RouteListOperations, polls...)
}
