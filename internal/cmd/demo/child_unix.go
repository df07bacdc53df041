//go:build unix

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// separate gives the program a process group of its own. A Ctrl-C reaches everything in the terminal's group: the CLI
// would hear of it twice, from there and from here, and takes a second interrupt for an order to drop everything.
func separate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func interrupt(command *exec.Cmd) error { return command.Process.Signal(os.Interrupt) }

func killAll(command *exec.Cmd) error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
