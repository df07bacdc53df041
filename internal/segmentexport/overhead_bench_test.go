package segmentexport_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// manyResources is n resources of what the CLI has built in, which is the
// least that any resource can cost, or of ours.
func manyResources(kind string, n int) string {
	if kind == "floor" {
		return fmt.Sprintf(`
resource "terraform_data" "x" {
  count = %d
  input = { segment_id = "s${count.index}", type = "events" }
}`, n)
	}
	return fmt.Sprintf(`
resource "fullstory_segment_export" "x" {
  count      = %d
  segment_id = "s${count.index}"
  type       = "events"
}`, n)
}

// BenchmarkOverhead applies and plans many exports with the real CLI, beside as
// many resources of the CLI's own. The fake completes an export at once, so
// that all the time is overhead.
func BenchmarkOverhead(b *testing.B) {
	if os.Getenv("TF_ACC") == "" {
		b.Skip("TF_ACC is not set: make bench runs this")
	}
	for _, n := range []int{1, 100, 1000, 5000} {
		for _, kind := range []string{"floor", "exports"} {
			b.Run(fmt.Sprintf("%d/%s", n, kind), func(b *testing.B) {
				server := fullstorytest.New(fullstorytest.WithoutLog())
				defer server.Close()
				cli := providertest.NewCLI(b, server, manyResources(kind, n))
				began, before := time.Now(), spent()
				cli.Apply()
				b.ReportMetric(time.Since(began).Seconds(), "apply-s")
				b.ReportMetric((spent() - before).Seconds(), "apply-cpu-s")
				b.ReportMetric(float64(server.Total()), "apply-requests")
				state, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(state))/float64(n), "state-B/op")

				requests, watched := server.Total(), watchMemory()
				before = spent()
				for b.Loop() {
					if result := cli.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
						b.Fatal(result.Output)
					}
				}
				b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "plan-s")
				b.ReportMetric((spent()-before).Seconds()/float64(b.N), "plan-cpu-s")
				b.ReportMetric(float64(server.Total()-requests)/float64(b.N), "plan-requests")
				b.ReportMetric(float64(watched())/(1<<20), "provider-MiB")
				b.ReportMetric(0, "ns/op") // said better above
			})
		}
	}
}

// spent is the CPU time of all children so far, which are the CLI's and the
// provider's.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// watchMemory looks at the memory of providers that run, until the most that
// one of them ever had is asked for. It is 0 where the system does not tell.
func watchMemory() (most func() int64) {
	done, peak := make(chan struct{}), make(chan int64)
	go func() {
		highest := int64(0)
		for {
			select {
			case <-done:
				peak <- highest
				return
			case <-time.After(20 * time.Millisecond):
				highest = max(highest, providerMemory())
			}
		}
	}()
	return func() int64 {
		close(done)
		return <-peak
	}
}

func providerMemory() (highest int64) {
	programs, _ := filepath.Glob("/proc/[0-9]*/exe")
	for _, program := range programs {
		if target, err := os.Readlink(program); err != nil || filepath.Base(target) != "terraform-provider-fullstory" {
			continue
		}
		status, _ := os.ReadFile(filepath.Join(filepath.Dir(program), "status"))
		_, rest, found := strings.Cut(string(status), "VmHWM:")
		var kB int64
		if _, err := fmt.Sscan(rest, &kB); found && err == nil {
			highest = max(highest, kB<<10)
		}
	}
	return highest
}
