package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// grace is how long an interrupted program may take to end by itself.
const grace = 15 * time.Second

// runChild runs a command made with ctx. When ctx ends, the program is interrupted and waited for: a CLI that is killed at
// once leaves the provider running. One that does not heed the interrupt is killed together with what it started.
func runChild(ctx context.Context, command *exec.Cmd) error {
	separate(command)
	var last *time.Timer
	command.Cancel = func() error {
		last = time.AfterFunc(grace, func() { _ = killAll(command) }) // it may have ended meanwhile
		return interrupt(command)
	}
	command.WaitDelay = grace + 5*time.Second
	err := command.Run()
	if last != nil {
		last.Stop()
	}
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted: %w", ctx.Err())
	}
	return err
}

// exitCode tells how a program ended by itself; false where it did not.
func exitCode(err error) (code int, ok bool) {
	if err == nil {
		return 0, true
	}
	if exit, is := errors.AsType[*exec.ExitError](err); is && exit.Exited() {
		return exit.ExitCode(), true
	}
	return 0, false
}
