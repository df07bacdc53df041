// Package performance_test measures the built provider with the real CLI, next to
// a provider that does nothing.
package performance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/e2e/markdown"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// kinds are the CLI's own resource, that of a provider that does nothing, and
// ours.
var kinds = []struct{ name, program, config string }{
	{"terraform_data", "", `
resource "terraform_data" "x" {
  count = %d
  input = { segment_id = "s${count.index}", type = "events" }
}`},
	{"empty provider", empty, `
resource "empty_resource" "x" {
  count      = %d
  segment_id = "s${count.index}"
  type       = "events"
}`},
	{"exports", ours, `
resource "fullstory_segment_export" "x" {
  count      = %d
  segment_id = "s${count.index}"
  type       = "events"
}`},
}

// BenchmarkOverhead applies and plans many exports with the real CLI, next to as
// many resources that do nothing. The fake completes an export immediately, so
// that all the time is overhead.
func BenchmarkOverhead(b *testing.B) {
	rc := overrides(b)
	for range b.N {
		table := markdown.NewTable(os.Stdout, "Resources", "Of what", "Apply", "CPU", "Requests", "State, each", "Plan", "CPU", "Requests", "Provider's memory")
		for _, n := range []int{1, 100, 1000, 5000} {
			for _, kind := range kinds {
				server := fullstorytest.New()
				cli := providertest.NewCLI(b, server, fmt.Sprintf(kind.config, n))
				cli.Env = append(cli.Env, "TF_CLI_CONFIG_FILE="+rc)
				applied := measure(server, func() { cli.Apply() })
				state, err := os.Stat(filepath.Join(cli.Dir, "terraform.tfstate"))
				if err != nil {
					b.Fatal(err)
				}
				peak := watchMemory(kind.program)
				planned := measure(server, func() {
					cli.ExpectEmptyPlan()
				})
				table.Row(n, kind.name, seconds(applied.took), seconds(applied.cpu), applied.requests,
					fmt.Sprintf("%d B", state.Size()/int64(n)), seconds(planned.took), seconds(planned.cpu), planned.requests,
					fmt.Sprintf("%.0f MB", float64(peak())/1e6))
				server.Close()
			}
		}
		table.End()
	}
}

// overrides returns a CLI configuration with the released provider and the empty
// one.
func overrides(b *testing.B) (path string) {
	b.Helper()
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"fullstory-community/fullstory\" = %q\n    \"hashicorp/empty\" = %q\n  }\n  direct {}\n}\n",
		filepath.Dir(released(b, ours)), filepath.Dir(released(b, empty)))
	path = filepath.Join(b.TempDir(), "cli.tfrc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// cost is the cost of a run of the CLI.
type cost struct {
	took, cpu time.Duration
	requests  int
}

func measure(server *fullstorytest.Server, run func()) cost {
	began, before, requests := time.Now(), cpuTime(), len(server.Requests())
	run()
	return cost{time.Since(began), cpuTime() - before, len(server.Requests()) - requests}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
