//go:build unix

// Package performance_test measures the built provider with the real CLI, in
// comparison with a resource that needs no provider.
package performance_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// thisProvider is the program that is measured.
const thisProvider = "terraform-provider-fullstory"

// compared are the resources that are compared: Terraform's own, which needs no
// provider, and exports.
var compared = []struct{ name, program, config string }{
	{"terraform_data", "", `
resource "terraform_data" "x" {
  count = %d
  input = { segment_id = "s${count.index}", type = "events" }
}`},
	{"fullstory_segment_export", thisProvider, `
resource "fullstory_segment_export" "x" {
  count      = %d
  segment_id = "s${count.index}"
  type       = "events"
}`},
}

// BenchmarkOverhead applies and plans many resources. The fake completes an
// export at once, so that all of the time is overhead. It reports the wall and
// CPU time of the CLI with its provider in seconds, the requests to the API,
// the state in bytes per resource and the provider's peak memory in MB.
func BenchmarkOverhead(b *testing.B) {
	for _, resources := range []int{1, 100, 1000, 5000} {
		for _, c := range compared {
			b.Run(fmt.Sprintf("%s/%d", c.name, resources), func(b *testing.B) {
				settings := overrides(b)
				for b.Loop() {
					server := fullstorytest.New()
					cli := providertest.NewCLI(b, server, fmt.Sprintf(c.config, resources))
					cli.Env = append(cli.Env, "TF_CLI_CONFIG_FILE="+settings)
					measure(b, "apply", c.program, server, func() { cli.Apply() })
					state, err := os.Stat(filepath.Join(cli.Dir, "terraform.tfstate"))
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(state.Size()/int64(resources)), "state-B/resource")
					measure(b, "plan", c.program, server, func() {
						if result := cli.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
							b.Fatal(result.Output)
						}
					})
					server.Close()
				}
			})
		}
	}
}

// overrides writes a CLI configuration with the provider, built for release.
func overrides(b *testing.B) (path string) {
	b.Helper()
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"fullstory-community/fullstory\" = %q\n  }\n  direct {}\n}\n",
		filepath.Dir(released(b)))
	path = filepath.Join(b.TempDir(), "cli.tfrc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// released builds the provider as it is released.
func released(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), thisProvider)
	command := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path,
		"github.com/fullstory-community/terraform-provider-fullstory")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, output)
	}
	return path
}

// measure reports the costs of a run of the CLI as metrics of a phase.
func measure(b *testing.B, phase, program string, server *fullstorytest.Server, run func()) {
	b.Helper()
	began, cpu, requests := time.Now(), childrenCPU(), len(server.Requests())
	peak := peakMemory(program)
	run()
	b.ReportMetric(time.Since(began).Seconds(), phase+"-s")
	b.ReportMetric((childrenCPU() - cpu).Seconds(), phase+"-CPU-s")
	b.ReportMetric(float64(len(server.Requests())-requests), phase+"-requests")
	b.ReportMetric(float64(peak())/1e6, phase+"-MB")
}
