//go:build !unix

package main

import "os"

// waitForParent returns when the parent process has ended.
func waitForParent() {
	parent, err := os.FindProcess(os.Getppid())
	if err == nil {
		_, err = parent.Wait()
	}
	if err != nil {
		select {} // the parent cannot be observed
	}
}
