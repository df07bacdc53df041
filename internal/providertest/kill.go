package providertest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Killable has the CLI start the provider by way of a script that notes its
// process, and returns a function that sends the latest one a signal. There is
// none to send it to where a run has not begun, or is over. What the provider
// writes to its standard error goes to the file that PROVIDER_STDERR names, if
// it is set for the run.
func (c *CLI) Killable() (kill func(os.Signal) error) {
	c.t.Helper()
	if runtime.GOOS == "windows" {
		c.t.Skip("Windows has neither the signals nor the script")
	}
	folder := c.t.TempDir()
	pids := filepath.Join(folder, "pids")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >>%q\n[ -z \"${PROVIDER_STDERR-}\" ] || exec 2>>\"$PROVIDER_STDERR\"\nexec %q \"$@\"\n", pids, built(c.t))
	if err := os.WriteFile(filepath.Join(folder, "terraform-provider-fullstory"), []byte(script), 0o700); err != nil {
		c.t.Fatal(err)
	}
	c.install(folder)
	return func(signal os.Signal) error {
		noted, err := os.ReadFile(pids)
		if err != nil {
			return err
		}
		lines := strings.Fields(string(noted))
		pid, err := strconv.Atoi(lines[len(lines)-1])
		if err != nil {
			return err
		}
		process, err := os.FindProcess(pid)
		if err != nil {
			return err
		}
		return errors.Join(process.Signal(signal), process.Release())
	}
}
