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

// terraform returns a CLI that traces. The key ends in a newline, as editors
// save files.
func terraform(t *testing.T, server *fullstorytest.Server, config string) *providertest.CLI {
	t.Helper()
	cli := providertest.NewCLI(t, server, config)
	cli.Env = append(cli.Env, "FULLSTORY_API_KEY="+key+"\n", "FULLSTORY_MAX_RETRIES=0", "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	return cli
}

// lifecycle runs every command that prints or stores something.
func lifecycle(cli *providertest.CLI, seen *transcript) {
	for _, args := range [][]string{
		{"plan", "-out=saved.tfplan"}, {"show", "saved.tfplan"}, {"show", "-json", "saved.tfplan"},
		{"apply", "-auto-approve", "-json"}, {"show"}, {"show", "-json"}, {"plan", "-json", "-out=later.tfplan"},
		{"destroy", "-auto-approve"},
	} {
		seen.add(cli.Run(args...).Output)
	}
}

// files adds the files in a directory: logs, states and plans, but not the
// downloaded export.
func (e *transcript) files(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
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
func (e *transcript) plan(path string) error {
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

// wantTraced checks that the transcript contains the logs of the provider and
// its libraries, so that there is something to search.
func (e *transcript) wantTraced(t *testing.T) {
	t.Helper()
	for _, line := range []string{"[DEBUG] provider.terraform-provider-fullstory: FullStory responded", "[TRACE] provider.terraform-provider-fullstory: Received request"} {
		if !strings.Contains(e.String(), line) {
			t.Errorf("the trace lacks %q", line)
		}
	}
}

func TestAcc_Secrets_RedactedInEveryLifecycle(t *testing.T) {
	t.Parallel()
	message := `{"message":"` + strings.ReplaceAll(strings.ReplaceAll(echo(), `\`, `\\`), `"`, `\"`) + `"}`
	refusal := fullstorytest.StatusBody(400, "application/json", message)
	garbled := fullstorytest.Raw("HTTP/1.1 200 OK\r\n(" + echo() + "\r\n\r\n")
	// Data after the response: Go logs what it receives on an idle connection.
	more := fullstorytest.Raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}" + echo())
	for name, c := range map[string]struct {
		family   string
		options  []fullstorytest.Option
		faults   map[fullstorytest.Route]fullstorytest.Fault
		succeeds bool
	}{
		"nothing fails, reference": {"reference", []fullstorytest.Option{fullstorytest.WithWireFormat("reference")}, nil, true},
		"nothing fails, schema":    {"schema", []fullstorytest.Option{fullstorytest.WithDownloadURL()}, nil, true},
		"links have expired":       {"schema", []fullstorytest.Option{fullstorytest.WithLinkLifetime(-time.Hour)}, nil, false},
		"everything is refused": {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{
			fullstorytest.RouteCreateExport: refusal, fullstorytest.RouteGetMe: refusal, fullstorytest.RouteListSegments: refusal,
			fullstorytest.RouteListOperations: refusal, fullstorytest.RouteGetOperation: refusal,
		}, false},
		"data after the response": {"schema", nil, map[fullstorytest.Route]fullstorytest.Fault{
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
			seen := &transcript{}
			cli := terraform(t, server, everything)
			cli.Env = append(cli.Env, "FULLSTORY_WIRE_FORMAT="+c.family)
			lifecycle(cli, seen)
			seen.files(t, cli.Dir)
			seen.wantTraced(t)
			seen.wantNoSecret(t, server)
			if failed := strings.Contains(seen.String(), `"@level":"error"`); failed == c.succeeds {
				t.Errorf("errors: %t\n%s", failed, seen)
			}
		})
	}
}

// A crash prints the stack of each goroutine, with arguments.
func TestAcc_Secrets_RedactedInACrash(t *testing.T) {
	t.Parallel()
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
		"PROVIDER_STDERR="+filepath.Join(cli.Dir, "stderr")) // complete there; a CLI that ends may not read all of it
	process := cli.TraceProvider()
	crash = func() {
		if err := process().Signal(syscall.SIGABRT); err != nil {
			t.Error(err)
		}
	}
	seen := &transcript{}
	seen.add(cli.Run("apply", "-auto-approve", "-json").Output)
	seen.files(t, cli.Dir)
	// Not the frames of the download: Go prints none of a goroutine that runs on
	// another thread.
	for _, sign := range []string{`"@message":"FullStory responded"`, "SIGABRT", "goroutine 1 "} {
		if !strings.Contains(seen.String(), sign) {
			t.Errorf("the crash does not show %q", sign)
		}
	}
	seen.wantNoSecret(t, server)
}

// A key with a line break is rejected. Neither half is printed.
func TestAcc_Secrets_RedactedInAnInvalidKey(t *testing.T) {
	t.Parallel()
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
			if c.block == "one line" { // the CLI quotes this line in any error of the block
				block = `provider "fullstory" { api_key = "` + first + `\n` + second + `" }` + "\n"
			}
			cli := providertest.NewCLI(t, server, everything+block)
			cli.Env = append(cli.Env, "FULLSTORY_API_KEY="+c.environment, "TF_LOG=TRACE")
			for _, args := range [][]string{{"plan"}, {"plan", "-json"}, {"validate"}, {"validate", "-json"}} {
				result := cli.Run(args...)
				for _, half := range []string{first, second} {
					if at := strings.Index(result.Output, half); at >= 0 {
						t.Errorf("%v: half of the key is printed: …%s", args, result.Output[max(0, at-300):min(len(result.Output), at+20)])
					}
				}
				if args[0] == "plan" && (result.ExitCode == 0 || !strings.Contains(result.Output, "Invalid API key")) {
					t.Errorf("the key is not rejected:\n%s", result.Output)
				}
			}
			if n := len(server.Requests()); n > 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
