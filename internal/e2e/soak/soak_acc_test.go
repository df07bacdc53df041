//go:build unix

// Package soak_test sends signals to applies at random moments, and compares
// what FullStory created with the state afterwards.
package soak_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// exportCount is the number of exports, each with a file.
const exportCount = 6

// soak is one configuration that is applied over and over.
type soak struct {
	t        *testing.T
	random   *rand.Rand
	server   *fullstorytest.Server
	cli      *providertest.CLI
	provider func() *os.Process
	trigger  *trigger
	// conditions are chosen anew for every round.
	conditions *conditions
	// version is the value of triggers in the configuration, by segment: another
	// one requires a new export.
	version map[string]string
	ledger  ledger
}

// SOAK_SEED repeats a run, except for the order of the requests of a parallel
// apply. SOAK_ROUNDS is the number of applies that get a signal: see make soak.
func TestAcc_Soak_InterruptAndKill(t *testing.T) {
	seed, rounds := number(t, "SOAK_SEED", rand.Uint64()>>32), number(t, "SOAK_ROUNDS", 8)
	t.Logf("seed %d, %d rounds: make soak SEED=%d N=%d", seed, rounds, seed, rounds)
	random := rand.New(rand.NewPCG(seed, seed))
	trigger := &trigger{t: t}
	conditions := newConditions(random)
	var server *fullstorytest.Server
	answered := trigger.hook(true)
	server = fullstorytest.New(fullstorytest.WithDate(conditions.date), fullstorytest.WithNotFoundLag(notFoundLag),
		fullstorytest.WithArrivalHook(trigger.hook(false)),
		fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
			conditions.afterRequest(r, server)
			answered(r)
		}))
	defer server.Close()
	t.Logf("FullStory's clock is %s ahead", conditions.skew)
	s := &soak{t: t, random: random, server: server, trigger: trigger, conditions: conditions, version: map[string]string{}, ledger: newLedger()}
	for i := range exportCount {
		s.version[fmt.Sprintf("s%d", i)] = "0"
	}
	s.cli = providertest.NewCLI(t, server, "")
	s.provider = s.cli.TraceProvider()
	for round, moment := range append(randomMoments(random, int(rounds)), moment{}) {
		s.round(round, moment)
	}
	s.end()
	t.Logf("\n%s", &s.ledger)
}

func number(t *testing.T, variable string, fallback uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return fallback
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

// round requires some new exports, applies, sends the signal, and audits the
// result.
func (s *soak) round(round int, m moment) {
	s.t.Helper()
	for i := range exportCount {
		segment := fmt.Sprintf("s%d", i)
		if round > 0 && s.random.IntN(2) == 0 {
			s.version[segment] = strconv.Itoa(round)
		}
		s.server.ForSegment(segment, fullstorytest.Script{Polls: s.random.IntN(3), Rows: 1 + s.random.IntN(3000)})
	}
	s.conditions.begin(s.random, s.server)
	s.cli.Configure(s.config())
	before := s.snapshot()
	result, sent := s.apply(m)
	s.waitForProvider(m)
	after := s.snapshot()

	event := m.event
	if !sent {
		event = none
	}
	s.t.Logf("round %d: %s, exit code %d (sent: %t)", round, m, result.ExitCode, sent)
	if event == none && result.ExitCode != 0 {
		s.t.Errorf("round %d: the apply got no signal and failed:\n%s", round, result.Output)
	}
	s.ledger.audit(s.t, record{round: round, event: event, want: s.version, before: before, after: after, output: result.Output})
	s.auditFiles(event, after)
}

func (s *soak) config() string {
	var b strings.Builder
	b.WriteString("locals {\n  versions = {\n")
	for i := range exportCount {
		fmt.Fprintf(&b, "    s%d = %q\n", i, s.version[fmt.Sprintf("s%d", i)])
	}
	b.WriteString(`  }
}
resource "fullstory_segment_export" "x" {
  for_each   = local.versions
  segment_id = each.key
  type       = "events"
  triggers   = { version = each.value }
}
resource "fullstory_segment_export_file" "x" {
  for_each  = fullstory_segment_export.x
  export_id = each.value.id
  path      = "out/${each.key}"
}
`)
	return b.String()
}

// apply applies in a process group of its own, and sends the signal at its
// moment.
func (s *soak) apply(m moment) (result providertest.Result, sent bool) {
	s.t.Helper()
	var output bytes.Buffer
	command := s.cli.Command("apply", "-auto-approve", "-json")
	command.Stdout, command.Stderr = &output, &output
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.trigger.arm(m, func() error { return m.event.send(command.Process, s.provider()) })
	err := command.Wait()
	return providertest.NewResult(s.t, err, output.String()), s.trigger.disarm()
}
