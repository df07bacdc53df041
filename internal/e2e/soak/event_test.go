//go:build unix

package soak_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// target is the process that gets a signal.
type target string

const (
	terraform target = "Terraform"
	provider  target = "the provider"
	group     target = "the process group"
)

// event is a signal to a process.
type event struct {
	signal syscall.Signal
	target target
	twice  bool // a second Ctrl-C
}

var none event

// events are all signals, and whether an export whose submission was answered
// must survive them.
var events = map[event]bool{
	{syscall.SIGINT, terraform, false}:  true,
	{syscall.SIGINT, provider, false}:   true,
	{syscall.SIGINT, group, false}:      true,
	{syscall.SIGTERM, terraform, false}: true,
	{syscall.SIGTERM, provider, false}:  true,
	{syscall.SIGTERM, group, false}:     true,
	// Terraform itself gives up at these, or cannot notice them.
	{syscall.SIGINT, group, true}:       false,
	{syscall.SIGHUP, terraform, false}:  false,
	{syscall.SIGKILL, terraform, false}: false,
	{syscall.SIGKILL, provider, false}:  false,
}

func (e event) String() string {
	if e == none {
		return "no signal"
	}
	name := map[syscall.Signal]string{syscall.SIGINT: "SIGINT", syscall.SIGTERM: "SIGTERM", syscall.SIGHUP: "SIGHUP", syscall.SIGKILL: "SIGKILL"}[e.signal]
	if e.twice {
		name += " twice"
	}
	return fmt.Sprintf("%s to %s", name, e.target)
}

// send sends the signal. A process that has ended already is no error.
func (e event) send(cli, plugin *os.Process) error {
	pid := map[target]int{terraform: cli.Pid, group: -cli.Pid, provider: plugin.Pid}[e.target]
	err := syscall.Kill(pid, e.signal)
	if e.twice {
		err = errors.Join(err, syscall.Kill(pid, e.signal))
	}
	if errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}

// waitForProvider waits until the provider has ended, which it must even if
// Terraform was killed.
func (s *soak) waitForProvider(m moment) {
	s.t.Helper()
	if m.event == none {
		return
	}
	plugin := s.provider()
	for deadline := time.Now().Add(30 * time.Second); syscall.Kill(plugin.Pid, 0) == nil; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Errorf("%s: the provider is still running after 30 s", m)
			_ = plugin.Kill()
			return
		}
	}
}

// anyRoute counts all requests.
const anyRoute fullstorytest.Route = "request"

// moment is when the signal is sent, counted in requests and not in seconds, so
// that a seed repeats it.
type moment struct {
	event event
	route fullstorytest.Route
	nth   int
	// answered reports that it is sent after the response, and not when the
	// request arrives.
	answered bool
}

func (m moment) String() string {
	if m.event == none {
		return m.event.String()
	}
	phase := "arrives"
	if m.answered {
		phase = "is answered"
	}
	return fmt.Sprintf("%s as %s no. %d %s", m.event, m.route, m.nth, phase)
}

// randomMoments returns moments for every event in turn, at submissions, at
// downloads and at any request.
func randomMoments(random *rand.Rand, count int) (moments []moment) {
	var deck []moment
	for range count {
		if len(deck) == 0 {
			for _, event := range slices.SortedFunc(maps.Keys(events), func(a, b event) int { return cmp.Compare(a.String(), b.String()) }) {
				for _, route := range []fullstorytest.Route{fullstorytest.RouteCreateExport, fullstorytest.RouteDownload, anyRoute} {
					deck = append(deck, moment{event: event, route: route})
				}
			}
			random.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
		}
		m := deck[0]
		deck = deck[1:]
		m.nth, m.answered = 1+random.IntN(3), random.IntN(2) == 0
		if m.route == anyRoute {
			m.nth += random.IntN(15)
		}
		moments = append(moments, m)
	}
	return moments
}

// trigger runs a function at a moment.
type trigger struct {
	t *testing.T

	mu     sync.Mutex
	moment moment
	seen   int
	fired  bool
	fire   func() error
}

// arm waits for a moment from now on.
func (tr *trigger) arm(m moment, fire func() error) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.moment, tr.seen, tr.fired, tr.fire = m, 0, false, fire
}

// disarm reports whether the moment has come.
func (tr *trigger) disarm() bool {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.moment = moment{}
	return tr.fired
}

// hook is called for arriving or for answered requests.
func (tr *trigger) hook(answered bool) func(fullstorytest.Request) {
	return func(r fullstorytest.Request) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		m := tr.moment
		if tr.fired || m.event == none || m.route != anyRoute && r.Route != m.route || answered != m.answered {
			return
		}
		if tr.seen++; tr.seen < m.nth {
			return
		}
		tr.fired = true
		if err := tr.fire(); err != nil {
			tr.t.Errorf("%s: %v", m, err)
		}
	}
}
