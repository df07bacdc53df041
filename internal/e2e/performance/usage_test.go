package performance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// cpuTime returns the CPU time of all child processes so far: the CLI's and the
// provider's.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// watchMemory samples the memory of a program's processes until peak is called,
// which returns the most that one of them used, in bytes, or 0 if the system does
// not report it.
func watchMemory(program string) (peak func() int64) {
	done, result := make(chan struct{}), make(chan int64)
	go func() {
		highest := int64(0)
		for {
			select {
			case <-done:
				result <- highest
				return
			case <-time.After(20 * time.Millisecond):
				highest = max(highest, memory(program))
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-result
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
