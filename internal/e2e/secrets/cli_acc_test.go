package secrets_test

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const everything = `
resource "fullstory_segment_export" "x" {
  segment_id = "everyone"
  type       = "events"
  timeouts   = { create = "2s" }
}
resource "fullstory_segment_export_file" "x" {
  export_id = fullstory_segment_export.x.id
  path      = "exported"
}
ephemeral "fullstory_segment_export_results" "x" { export_id = "done" }
data "fullstory_segment" "x" { name = "Everyone" }
data "fullstory_segments" "x" {}
data "fullstory_segment_export" "x" { id = "done" }
data "fullstory_segment_exports" "x" {}
data "fullstory_caller_identity" "x" {}
output "all" {
  value = [data.fullstory_segment.x, data.fullstory_segments.x, data.fullstory_segment_export.x, data.fullstory_segment_exports.x,
    data.fullstory_caller_identity.x, fullstory_segment_export.x, fullstory_segment_export_file.x]
}
`

// terraform is a CLI that traces, with the key as an editor leaves it in a
// file: with a newline.
func terraform(t *testing.T, server *fullstorytest.Server, config string) *providertest.CLI {
	t.Helper()
	cli := providertest.NewCLI(t, server, config)
	cli.Env = append(cli.Env, "FULLSTORY_API_KEY="+key+"\n", "FULLSTORY_MAX_RETRIES=0", "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	return cli
}

// life runs all that shows or keeps something.
func life(cli *providertest.CLI, seen *evidence) {
	for _, args := range [][]string{
		{"plan", "-out=saved.tfplan"}, {"show", "saved.tfplan"}, {"show", "-json", "saved.tfplan"},
		{"apply", "-auto-approve", "-json"}, {"show"}, {"show", "-json"}, {"plan", "-json", "-out=later.tfplan"},
		{"destroy", "-auto-approve"},
	} {
		seen.add(cli.Run(args...).Output)
	}
}

// files adds what a run left in its folder: logs, states, plans, but not the
// export itself.
func (e *evidence) files(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "exported" {
			return err
		}
		if strings.HasSuffix(path, ".tfplan") {
			return e.plan(path)
		}
		content, err := os.ReadFile(path)
		e.add(string(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// plan adds a saved plan, which is an archive.
func (e *evidence) plan(path string) error {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, entry := range archive.File {
		file, err := entry.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(file)
		if err != nil {
			return err
		}
		e.add(string(content))
	}
	return nil
}

// wantTraced wants that the evidence has what the provider and its libraries
// log, or there would be nothing to find.
func (e *evidence) wantTraced(t *testing.T) {
	t.Helper()
	for _, line := range []string{"[DEBUG] provider.terraform-provider-fullstory: FullStory responded", "[TRACE] provider.terraform-provider-fullstory: Received request"} {
		if !strings.Contains(e.String(), line) {
			t.Errorf("the trace lacks %q: it is not what the test takes it for", line)
		}
	}
}

func TestAcc_Secrets_StayInsideOneLifeOfEverything(t *testing.T) {
	told := `{"message":"` + strings.ReplaceAll(strings.ReplaceAll(echo(), `\`, `\\`), `"`, `\"`) + `"}`
	refusal := fullstorytest.StatusBody(400, "application/json", told)
	garbled := fullstorytest.Raw("HTTP/1.1 200 OK\r\n(" + echo() + "\r\n\r\n")
	// More than was asked for: Go logs what it finds on a connection that is idle.
	more := fullstorytest.Raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}" + echo())
	for name, c := range map[string]struct {
		family  string
		options []fullstorytest.Option
		faults  map[fullstorytest.Route]fullstorytest.Fault
		whole   bool
	}{
		"nothing fails, reference": {"reference", []fullstorytest.Option{fullstorytest.WithWireFormat("reference")}, nil, true},
		"nothing fails, schema":    {"schema", []fullstorytest.Option{fullstorytest.WithDownloadURL()}, nil, true},
		"links have expired":       {"schema", []fullstorytest.Option{fullstorytest.WithLinkLifetime(-time.Hour)}, nil, false},
		"everything is refused": {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{
			fullstorytest.RouteCreateExport: refusal, fullstorytest.RouteGetMe: refusal, fullstorytest.RouteListSegments: refusal,
			fullstorytest.RouteListOperations: refusal, fullstorytest.RouteGetOperation: refusal,
		}, false},
		"answers go on": {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{
			fullstorytest.RouteCreateExport: more, fullstorytest.RouteGetMe: more, fullstorytest.RouteListSegments: more,
			fullstorytest.RouteListOperations: more, fullstorytest.RouteGetOperation: more,
		}, false},
		"links are refused":  {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{fullstorytest.RouteGetResults: refusal}, false},
		"downloads break":    {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{fullstorytest.RouteDownload: fullstorytest.CutAfter(20)}, false},
		"the store garbles":  {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{fullstorytest.RouteDownload: garbled}, false},
		"exports are lost":   {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{fullstorytest.RouteCreateExport: garbled}, false},
		"exports do not end": {"schema", []fullstorytest.Option{fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true})}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New(append(c.options, fullstorytest.WithAPIKey(key))...)
			defer server.Close()
			server.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
			for route, fault := range c.faults {
				server.Always(route, fault)
			}
			seen := &evidence{}
			cli := terraform(t, server, everything)
			cli.Env = append(cli.Env, "FULLSTORY_WIRE_FORMAT="+c.family)
			life(cli, seen)
			seen.files(t, cli.Dir)
			seen.wantTraced(t)
			seen.wantNoSecret(t, server)
			if failed := strings.Contains(seen.String(), `"@level":"error"`); failed == c.whole {
				t.Errorf("there are errors: %t\n%s", failed, seen)
			}
		})
	}
}

// A crash shows where each goroutine was, and what it was called with.
func TestAcc_Secrets_StayInsideACrash(t *testing.T) {
	var crash func()
	var once sync.Once
	server := fullstorytest.New(fullstorytest.WithAPIKey(key), fullstorytest.WithArrivalHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			once.Do(crash)
		}
	}))
	defer server.Close()
	server.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
	cli := terraform(t, server, everything)
	cli.Env = append(cli.Env, "GOTRACEBACK=crash",
		"PROVIDER_STDERR="+filepath.Join(cli.Dir, "stderr")) // whole there, while a CLI that ends itself reads what it has time for
	process := cli.TraceProvider()
	crash = func() {
		if err := process().Signal(syscall.SIGABRT); err != nil {
			t.Error(err)
		}
	}
	seen := &evidence{}
	seen.add(cli.Run("apply", "-auto-approve", "-json").Output)
	seen.files(t, cli.Dir)
	// Not the frames of the download: of what another thread runs at the moment, Go shows none.
	for _, sign := range []string{`"@message":"FullStory responded"`, "SIGABRT", "goroutine 1 "} {
		if !strings.Contains(seen.String(), sign) {
			t.Errorf("the crash does not show %q", sign)
		}
	}
	seen.wantNoSecret(t, server)
}

// A key that breaks over two lines cannot be used. Neither half is shown.
func TestAcc_Secrets_StayInsideARefusedKey(t *testing.T) {
	const first, second = "na1.f1rstHalf", "s3c0ndHalf"
	for name, c := range map[string]struct{ environment, block string }{
		"in the environment": {first + "\n" + second, ``},
		"in the block":       {"", `api_key = "` + first + `\n` + second + `"`},
		"in a document":      {"", "api_key = <<-KEY\n" + first + "\n" + second + "\nKEY"},
		"on one line":        {"", `one line`},
		"in a local value":   {"", "api_key = local.key\n}\nlocals {\n  key = \"" + first + `\n` + second + `"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New()
			defer server.Close()
			block := "provider \"fullstory\" {\n" + c.block + "\n}\n"
			if c.block == "one line" { // which the CLI quotes for any error of the block
				block = `provider "fullstory" { api_key = "` + first + `\n` + second + `" }` + "\n"
			}
			cli := providertest.NewCLI(t, server, everything+block)
			cli.Env = append(cli.Env, "FULLSTORY_API_KEY="+c.environment, "TF_LOG=TRACE")
			for _, args := range [][]string{{"plan"}, {"plan", "-json"}, {"validate"}, {"validate", "-json"}} {
				result := cli.Run(args...)
				for _, half := range []string{first, second} {
					if at := strings.Index(result.Output, half); at >= 0 {
						t.Errorf("%v: half of the key got out: …%s", args, result.Output[max(0, at-300):min(len(result.Output), at+20)])
					}
				}
				if args[0] == "plan" && (result.ExitCode == 0 || !strings.Contains(result.Output, "Invalid API key")) {
					t.Errorf("it is not refused:\n%s", result.Output)
				}
			}
			if n := len(server.Requests()); n > 0 {
				t.Errorf("%d requests were made", n)
			}
		})
	}
}
