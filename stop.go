package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// signalGrace is how long the process lives on after a signal, to hand its
	// state back: a submission in flight takes a minute at most. Terraform ends
	// it earlier.
	signalGrace = 75 * time.Second
	// orphanGrace is how long it lives on after Terraform has died, to remove
	// partial files: its state has no receiver any more.
	orphanGrace = 5 * time.Second
)

// stopWithTerraform makes the process survive a SIGTERM to its process group,
// which Terraform takes as an interrupt: operations stop waiting and return
// their state. It also stops the process when Terraform dies without ending it.
// go-plugin ignores SIGINT in the same way.
func stopWithTerraform(stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	orphaned := make(chan struct{})
	go func() {
		waitForParent()
		close(orphaned)
	}()
	go func() {
		var deadline <-chan time.Time
		for {
			select {
			case <-signals:
				if deadline == nil {
					deadline = time.After(signalGrace)
				}
				go stop()
			case <-orphaned:
				orphaned, deadline = nil, time.After(orphanGrace)
				go stop()
			case <-deadline:
				os.Exit(1)
			}
		}
	}()
}
