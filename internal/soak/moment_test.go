//go:build unix

package soak_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// blow is what happens to an apply.
type blow string

const (
	none      blow = "nothing"
	interrupt blow = "SIGINT"  // to the CLI and the provider, as a terminal sends it
	killed    blow = "SIGKILL" // to the provider
)

// anyRoute counts all requests.
const anyRoute fullstorytest.Route = "request"

// moment is when it happens, counted in requests and not in seconds, so that a
// seed reproduces it.
type moment struct {
	blow  blow
	route fullstorytest.Route
	nth   int
	// ended tells that it happens once the request has been answered, and not
	// when it has arrived.
	ended bool
}

func (m moment) String() string {
	if m.blow == none {
		return string(none)
	}
	phase := "arrives"
	if m.ended {
		phase = "is answered"
	}
	return fmt.Sprintf("%s as %s no. %d %s", m.blow, m.route, m.nth, phase)
}

// someMoment is drawn so that what matters most gets the largest share: around
// a submission, and in a download.
func someMoment(random *rand.Rand) moment {
	m := moment{
		blow:  []blow{interrupt, killed}[random.IntN(2)],
		route: []fullstorytest.Route{fullstorytest.RouteCreateExport, fullstorytest.RouteDownload, anyRoute}[random.IntN(3)],
		nth:   1 + random.IntN(3),
		ended: random.IntN(2) == 0,
	}
	if m.route == anyRoute {
		m.nth += random.IntN(15)
	}
	return m
}

// striker strikes when its moment has come.
type striker struct {
	t *testing.T

	mu     sync.Mutex
	moment moment
	seen   int
	struck bool
	strike map[blow]func() error
}

// arm waits for a moment from now on.
func (s *striker) arm(m moment, strike map[blow]func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moment, s.seen, s.struck, s.strike = m, 0, false, strike
}

// disarm tells whether it has struck.
func (s *striker) disarm() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moment.blow = none
	return s.struck
}

// hook is for one phase of requests.
func (s *striker) hook(ended bool) func(fullstorytest.Request) {
	return func(r fullstorytest.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.struck || s.moment.blow == none || s.moment.route != anyRoute && r.Route != s.moment.route || ended != s.moment.ended {
			return
		}
		if s.seen++; s.seen < s.moment.nth {
			return
		}
		s.struck = true
		if err := s.strike[s.moment.blow](); err != nil && !errors.Is(err, os.ErrProcessDone) {
			s.t.Errorf("%s: %v", s.moment, err)
		}
	}
}
