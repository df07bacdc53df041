//go:build unix

package performance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// childrenCPU returns the CPU time of all child processes that have ended: the
// CLI and its providers.
func childrenCPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakMemory samples the peak memory of a program's processes until the result
// is called, which returns the largest in bytes. It is 0 where there is no
// /proc.
func peakMemory(program string) (result func() int64) {
	done, peak := make(chan struct{}), make(chan int64)
	go func() {
		highest := int64(0)
		for {
			select {
			case <-done:
				peak <- highest
				return
			case <-time.After(20 * time.Millisecond):
				highest = max(highest, memory(program))
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-peak
	}
}

func memory(program string) (highest int64) {
	executables, _ := filepath.Glob("/proc/[0-9]*/exe")
	for _, executable := range executables {
		if target, err := os.Readlink(executable); err != nil || filepath.Base(target) != program {
			continue
		}
		status, _ := os.ReadFile(filepath.Join(filepath.Dir(executable), "status"))
		_, rest, found := strings.Cut(string(status), "VmHWM:")
		var kB int64
		if _, err := fmt.Sscan(rest, &kB); found && err == nil {
			highest = max(highest, kB<<10)
		}
	}
	return highest
}
