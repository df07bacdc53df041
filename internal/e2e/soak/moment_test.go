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

// someMoments are drawn like cards, so that few rounds see each blow fall
// around a submission, in a download, and anywhere.
func someMoments(random *rand.Rand, count int) (moments []moment) {
	var deck []moment
	for range count {
		if len(deck) == 0 {
			for _, blow := range []blow{interrupt, killed} {
				for _, route := range []fullstorytest.Route{fullstorytest.RouteCreateExport, fullstorytest.RouteDownload, anyRoute} {
					deck = append(deck, moment{blow: blow, route: route})
				}
			}
			random.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
		}
		m := deck[0]
		deck = deck[1:]
		m.nth, m.ended = 1+random.IntN(3), random.IntN(2) == 0
		if m.route == anyRoute {
			m.nth += random.IntN(15)
		}
		moments = append(moments, m)
	}
	return moments
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
