//go:build unix

// Package soak_test interrupts applies, and kills the provider under them, at
// random moments, and compares FullStory's books with the state afterwards.
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

// exports is how many there are, each with its file.
const exports = 6

// soak is one configuration that is applied over and over.
type soak struct {
	t       *testing.T
	random  *rand.Rand
	server  *fullstorytest.Server
	cli     *providertest.CLI
	kill    func(os.Signal) error
	striker *striker
	// version is what each export is to be made for: another one is a new export.
	version map[string]string
	books   books
}

// SOAK_SEED reproduces a run, as far as the order goes in which a parallel
// apply makes its requests, and SOAK_ROUNDS says how many applies are
// disturbed: see make soak.
func TestAcc_Soak(t *testing.T) {
	seed, rounds := number(t, "SOAK_SEED", rand.Uint64()>>32), number(t, "SOAK_ROUNDS", 6)
	t.Logf("seed %d, %d rounds: make soak SEED=%d N=%d", seed, rounds, seed, rounds)
	random := rand.New(rand.NewPCG(seed, seed))
	strike := &striker{t: t}
	server := fullstorytest.New(fullstorytest.WithArrivalHook(strike.hook(false)), fullstorytest.WithRequestHook(strike.hook(true)))
	defer server.Close()
	s := &soak{t: t, random: random, server: server, striker: strike, version: map[string]string{}}
	for i := range exports {
		s.version[fmt.Sprintf("s%d", i)] = "0"
	}
	s.cli = providertest.NewCLI(t, server, "")
	s.kill = s.cli.Killable()
	for round, moment := range append(someMoments(random, int(rounds)), moment{blow: none}) {
		s.round(round, moment)
	}
	s.end()
	t.Logf("\n%s", &s.books)
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

// round asks for some new exports, applies, strikes, and goes through the books.
func (s *soak) round(round int, m moment) {
	s.t.Helper()
	for i := range exports {
		segment := fmt.Sprintf("s%d", i)
		if round > 0 && s.random.IntN(2) == 0 {
			s.version[segment] = strconv.Itoa(round)
		}
		s.server.ForSegment(segment, fullstorytest.Script{Polls: s.random.IntN(3), Rows: 1 + s.random.IntN(3000)})
	}
	// A download that breaks goes on with a further request, which arrives while
	// a part of the file is on the disk.
	s.server.ClearFaults()
	for range exports {
		s.server.Inject(fullstorytest.RouteDownload, []fullstorytest.Fault{{}, fullstorytest.CutAfter(100 + s.random.Int64N(1000))}[s.random.IntN(2)])
	}
	s.cli.Configure(s.config())
	before := s.look()
	result, struck := s.apply(m)
	after := s.look()

	done := m.blow
	if !struck {
		done = none
	}
	s.t.Logf("round %d: %s, and it ended with %d (struck: %t)", round, m, result.ExitCode, struck)
	if done == none && result.ExitCode != 0 {
		s.t.Errorf("round %d: nothing happened to the apply, and it failed:\n%s", round, result.Output)
	}
	s.books.enter(s.t, entry{round: round, done: done, wanted: s.version, before: before, after: after, output: result.Output})
	s.files(done, after)
}

func (s *soak) config() string {
	var b strings.Builder
	b.WriteString("locals {\n  versions = {\n")
	for i := range exports {
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

// apply applies while the striker waits for its moment.
func (s *soak) apply(m moment) (result providertest.Result, struck bool) {
	s.t.Helper()
	var output bytes.Buffer
	command := s.cli.Command("apply", "-auto-approve", "-json")
	command.Stdout, command.Stderr = &output, &output
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.striker.arm(m, map[blow]func() error{
		interrupt: func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGINT) },
		killed:    func() error { return s.kill(os.Kill) },
	})
	err := command.Wait()
	return providertest.NewResult(s.t, err, output.String()), s.striker.disarm()
}
