package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// jobTime is how long the fake takes over an export: long enough to see the apply wait, short enough to watch.
const jobTime = 2500 * time.Millisecond

// demo is one run: what its steps share.
type demo struct {
	out     *log.Logger
	place   *workplace
	cli     *cli
	server  *fullstorytest.Server
	applied resources // by the first apply
}

// newDemo finds what the steps need before the first of them, so that a wrong path costs nobody a build.
func newDemo(ctx context.Context, o options, stdout io.Writer) (*demo, error) {
	root, err := findRoot(ctx)
	if err != nil {
		return nil, err
	}
	place, err := newWorkplace(root)
	if err != nil {
		return nil, err
	}
	d := &demo{out: log.New(stdout, "", 0), place: place}
	d.server = fullstorytest.New(
		fullstorytest.WithWireFormat(o.wireFormat),
		fullstorytest.WithDefaultScript(fullstorytest.Script{After: jobTime}),
	)
	settings := []string{
		"FULLSTORY_ENDPOINT=" + d.server.URL(),
		"FULLSTORY_API_KEY=" + fullstorytest.APIKey,
		"FULLSTORY_WIRE_FORMAT=" + o.wireFormat,
	}
	d.cli, err = newCLI(ctx, o.terraform, place, settings)
	if err != nil {
		_ = d.close() // the error at hand says more
		return nil, err
	}
	return d, nil
}

func (d *demo) close() error {
	d.server.Close()
	return d.place.remove()
}

// step is one thing that the demo does; its error says what did not hold.
type step struct {
	title string
	do    func(context.Context) error
}

func (d *demo) run(ctx context.Context) error {
	d.out.Print("Segment exports from a fake FullStory on this machine: no account is needed.\n\n")
	began := time.Now()
	for i, s := range d.steps() {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.out.Printf("%d. %s", i+1, s.title)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("step %d (%s) failed: %w", i+1, s.title, err)
		}
	}
	d.out.Printf("\nAll of it held, in %s. Nothing is left behind.", seconds(time.Since(began)))
	return nil
}

// say prints a line below the title of a step.
func (d *demo) say(format string, args ...any) { d.out.Printf("     "+format, args...) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
