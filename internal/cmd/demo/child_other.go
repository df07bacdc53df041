//go:build !unix

package main

import "os/exec"

// separate leaves the program in the console's group, whose Ctrl-C is the only interrupt there is.
func separate(*exec.Cmd) {}

func interrupt(*exec.Cmd) error { return nil }

func killAll(command *exec.Cmd) error { return command.Process.Kill() }
