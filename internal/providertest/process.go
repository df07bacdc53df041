package providertest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// TraceProvider makes the CLI start the provider with a script that records its
// process ID, and returns a function for the latest process. What the provider
// writes to its standard error goes to the file that PROVIDER_STDERR names, if
// it is set for the run.
func (c *CLI) TraceProvider() func() *os.Process {
	c.t.Helper()
	if runtime.GOOS == "windows" {
		c.t.Skip("Windows has neither the signals nor the script")
	}
	directory := c.t.TempDir()
	pids := filepath.Join(directory, "pids")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >>%q\n[ -z \"${PROVIDER_STDERR-}\" ] || exec 2>>\"$PROVIDER_STDERR\"\nexec %q \"$@\"\n", pids, built(c.t))
	if err := os.WriteFile(filepath.Join(directory, "terraform-provider-fullstory"), []byte(script), 0o700); err != nil {
		c.t.Fatal(err)
	}
	c.install(directory)
	return func() *os.Process {
		c.t.Helper()
		recorded, err := os.ReadFile(pids)
		if err != nil {
			c.t.Fatal(err)
		}
		lines := strings.Fields(string(recorded))
		pid, err := strconv.Atoi(lines[len(lines)-1])
		if err != nil {
			c.t.Fatal(err)
		}
		process, err := os.FindProcess(pid)
		if err != nil {
			c.t.Fatal(err)
		}
		return process
	}
}
