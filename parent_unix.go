//go:build unix

package main

import (
	"os"
	"time"
)

// parentCheck is how often the parent process is checked.
const parentCheck = time.Second

// waitForParent returns when the parent process has ended: then the process has
// another parent.
func waitForParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(parentCheck)
	}
}
