package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func (d *demo) steps() []step {
	return []step{
		{"Build the provider", d.build},
		{"Apply examples/quickstart with " + d.cli.name, d.apply},
		{"See what came out", d.show},
		{"Apply again", d.applyAgain},
		{"Destroy", d.destroy},
	}
}

func (d *demo) build(ctx context.Context) error {
	began := time.Now()
	if err := d.place.build(ctx); err != nil {
		return err
	}
	d.say("built in %s", seconds(time.Since(began)))
	return nil
}

func (d *demo) apply(ctx context.Context) error {
	began := time.Now()
	if _, err := d.cli.run(ctx, d.say, "apply", "-auto-approve", "-input=false", "-json"); err != nil {
		return err
	}
	d.say("applied in %s: %s, %s to FullStory in all", seconds(time.Since(began)),
		count(d.submissions(), "export submitted", "exports submitted"), d.requests())
	var err error
	if d.applied, err = d.cli.state(ctx); err != nil {
		return err
	}
	if made := len(d.applied.exports); made == 0 || made != d.submissions() {
		return fmt.Errorf("the state holds %s after %s", count(made, "export", "exports"), count(d.submissions(), "submission", "submissions"))
	}
	return nil
}

func (d *demo) show(ctx context.Context) error {
	for _, e := range d.applied.exports {
		if e.Values.State != "COMPLETED" {
			return fmt.Errorf("%s is %s, not COMPLETED", e.Address, e.Values.State)
		}
		if e.Values.ID == "" || e.Values.ExpiresAt == "" {
			return fmt.Errorf("%s has the id %q and expires_at %q in the state; neither may be empty", e.Address, e.Values.ID, e.Values.ExpiresAt)
		}
		d.say("%s", e.Address)
		d.say("  state %s, id %s, kept until %s", e.Values.State, e.Values.ID, e.Values.ExpiresAt)
	}
	if len(d.applied.files) != len(d.applied.exports) {
		return fmt.Errorf("%s of %s", count(len(d.applied.files), "file", "files"), count(len(d.applied.exports), "export", "exports"))
	}
	for _, f := range d.applied.files {
		shown, err := look(filepath.Join(d.place.configDir(), f.Values.Path))
		if err != nil {
			return fmt.Errorf("%s: %w", f.Address, err)
		}
		d.say("%s", f.Address)
		d.say("  %s has %s and begins with", f.Values.Path, count(shown.lines, "line", "lines"))
		for _, line := range shown.first {
			d.say("    %s", line)
		}
	}
	return nil
}

func (d *demo) applyAgain(ctx context.Context) error {
	submissions, requests := d.submissions(), len(d.server.Requests())
	// The plan comes first: what an apply changes, a plan after it no longer shows.
	code, err := d.cli.run(ctx, d.say, "plan", "-detailed-exitcode", "-input=false", "-json")
	if err != nil {
		return err
	}
	if code != 0 {
		return errors.New("the plan holds changes, though the configuration is the same")
	}
	if _, err := d.cli.run(ctx, d.say, "apply", "-auto-approve", "-input=false", "-json"); err != nil {
		return err
	}
	if more := d.submissions() - submissions; more != 0 {
		return fmt.Errorf("it submitted %s", count(more, "more export", "more exports"))
	}
	d.say("No changes. No export submitted, %s to FullStory", count(len(d.server.Requests())-requests, "request", "requests"))
	return nil
}

func (d *demo) destroy(ctx context.Context) error {
	if _, err := d.cli.run(ctx, d.say, "destroy", "-auto-approve", "-input=false", "-json"); err != nil {
		return err
	}
	left, err := d.cli.state(ctx)
	if err != nil {
		return err
	}
	if n := len(left.exports) + len(left.files); n > 0 {
		return fmt.Errorf("the state still holds %s", count(n, "resource", "resources"))
	}
	for _, f := range d.applied.files {
		if _, err := os.Stat(filepath.Join(d.place.configDir(), f.Values.Path)); err == nil {
			return fmt.Errorf("%s is still there", f.Values.Path)
		}
	}
	d.say("the state is empty, and the files are gone")
	return nil
}

// submissions is how many requests to make an export have reached the fake.
func (d *demo) submissions() int { return d.server.Count(fullstorytest.RouteCreateExport) }

func (d *demo) requests() string { return count(len(d.server.Requests()), "request", "requests") }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
