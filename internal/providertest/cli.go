package providertest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// CLI is a working directory in which the real CLI runs the built provider. It
// shows what terraform-plugin-testing hides: warnings, files, signals.
type CLI struct {
	// Dir holds the configuration, in main.tf, and the state.
	Dir string
	// Env is added to the environment of every run.
	Env []string

	t testing.TB
}

// Diagnostic is one that the CLI told, in its JSON form.
type Diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Address  string `json:"address"`
}

// Result is what a run came to.
type Result struct {
	ExitCode    int
	Diagnostics []Diagnostic
	// Output is everything that the run printed.
	Output string
}

// Told returns the diagnostics of a severity, without the CLI's own warning
// about the development override.
func (r Result) Told(severity string) (told []Diagnostic) {
	for _, d := range r.Diagnostics {
		if d.Severity == severity && !strings.Contains(d.Summary, "development overrides") {
			told = append(told, d)
		}
	}
	return told
}

// NewCLI prepares a directory with a configuration. The provider is configured
// by the environment, so that no key stands in a file. The test is skipped
// where TF_ACC is not set.
func NewCLI(t testing.TB, server *fullstorytest.Server, config string) *CLI {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set: make test-acc runs this")
	}
	dir := t.TempDir()
	c := &CLI{Dir: dir, t: t, Env: []string{
		"TF_CLI_CONFIG_FILE=" + filepath.Join(dir, settingsFile), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"FULLSTORY_ENDPOINT=" + server.URL(), "FULLSTORY_API_KEY=" + fullstorytest.APIKey,
	}}
	c.install(filepath.Dir(built(t)))
	c.Configure(config)
	return c
}

const settingsFile = "cli.tfrc"

// install has the CLI find the provider in a folder.
func (c *CLI) install(folder string) {
	c.t.Helper()
	write(c.t, filepath.Join(c.Dir, settingsFile), fmt.Sprintf(
		"provider_installation {\n  dev_overrides {\n    \"fullstory-community/fullstory\" = %q\n  }\n  direct {}\n}\n", folder))
}

// Configure replaces the configuration.
func (c *CLI) Configure(config string) {
	c.t.Helper()
	write(c.t, filepath.Join(c.Dir, "main.tf"),
		"terraform {\n  required_providers {\n    fullstory = { source = \"fullstory-community/fullstory\" }\n  }\n}\n"+config)
}

// Command is a run that is not started yet.
func (c *CLI) Command(args ...string) *exec.Cmd {
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		path = "terraform"
	}
	command := exec.Command(path, args...) //nolint:noctx // a test may need to interrupt it
	command.Dir = c.Dir
	command.Env = append(os.Environ(), c.Env...)
	return command
}

// Run runs a command to its end, whatever it is.
func (c *CLI) Run(args ...string) Result {
	c.t.Helper()
	var output bytes.Buffer
	command := c.Command(args...)
	command.Stdout, command.Stderr = &output, &output
	return NewResult(c.t, command.Run(), output.String())
}

// Apply applies the configuration and wants success.
func (c *CLI) Apply() Result {
	c.t.Helper()
	result := c.Run("apply", "-auto-approve", "-json")
	if result.ExitCode != 0 {
		c.t.Fatalf("apply failed:\n%s", result.Output)
	}
	return result
}

// Instance is a resource instance in the state.
type Instance struct {
	Address string         `json:"address"`
	Tainted bool           `json:"tainted"`
	Values  map[string]any `json:"values"`
}

// States returns all resource instances in the state, by address.
func (c *CLI) States() map[string]Instance {
	c.t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []Instance `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	text, err := c.Command("show", "-json").Output()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := json.Unmarshal(text, &state); err != nil {
		c.t.Fatal(err)
	}
	instances := map[string]Instance{}
	for _, instance := range state.Values.RootModule.Resources {
		instances[instance.Address] = instance
	}
	return instances
}

// State returns the state's attributes of a resource, or nil where it has
// none, and whether it is tainted.
func (c *CLI) State(address string) (attributes map[string]any, tainted bool) {
	c.t.Helper()
	instance := c.States()[address]
	return instance.Values, instance.Tainted
}

// NewResult reads what a run printed; err is what the run ended in.
func NewResult(t testing.TB, err error, output string) Result {
	t.Helper()
	result := Result{Output: output}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		result.ExitCode = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(strings.NewReader(output))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line struct {
			Diagnostic *Diagnostic `json:"diagnostic"`
		}
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Diagnostic != nil {
			result.Diagnostics = append(result.Diagnostics, *line.Diagnostic)
		}
	}
	return result
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Interrupt runs a command, presses Ctrl-C once when is closed, and waits for
// the end.
func (c *CLI) Interrupt(when <-chan struct{}, args ...string) Result {
	c.t.Helper()
	return c.interrupt(&bytes.Buffer{}, when, args)
}

// InterruptAfter runs a command, presses Ctrl-C once as many lines of its
// output hold one of the texts, and waits for the end.
func (c *CLI) InterruptAfter(count int, texts []string, args ...string) Result {
	c.t.Helper()
	when := make(chan struct{})
	return c.interrupt(&countdown{left: count, texts: texts, done: when}, when, args)
}

// output is where a run's output goes.
type output interface {
	io.Writer
	fmt.Stringer
}

func (c *CLI) interrupt(out output, when <-chan struct{}, args []string) Result {
	c.t.Helper()
	command := c.Command(args...)
	command.Stdout, command.Stderr = out, out
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	select {
	case err := <-done:
		c.t.Fatalf("it ended before it was interrupted (%v):\n%s", err, out)
	case <-when:
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		c.t.Fatal(err)
	}
	return NewResult(c.t, <-done, out.String())
}

// countdown closes done when its texts have been written often enough. A CLI
// writes whole lines.
type countdown struct {
	all   bytes.Buffer // not embedded: its ReadFrom would go past Write
	left  int
	texts []string
	done  chan<- struct{}
}

func (w *countdown) Write(text []byte) (int, error) {
	for _, wanted := range w.texts {
		for range bytes.Count(text, []byte(wanted)) {
			if w.left--; w.left == 0 {
				close(w.done)
			}
		}
	}
	return w.all.Write(text)
}

func (w *countdown) String() string { return w.all.String() }

// Planned returns what a plan would do to a resource, as "update", "delete
// create" or "no-op", and the diagnostics of making it.
func (c *CLI) Planned(address string) (actions string, result Result) {
	c.t.Helper()
	result = c.Run("plan", "-json", "-out=planned.tfplan")
	if result.ExitCode != 0 {
		c.t.Fatalf("plan failed:\n%s", result.Output)
	}
	text, err := c.Command("show", "-json", "planned.tfplan").Output()
	if err != nil {
		c.t.Fatal(err)
	}
	var plan struct {
		ResourceChanges []struct {
			Address string `json:"address"`
			Change  struct {
				Actions []string `json:"actions"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(text, &plan); err != nil {
		c.t.Fatal(err)
	}
	for _, change := range plan.ResourceChanges {
		if change.Address == address {
			return strings.Join(change.Change.Actions, " "), result
		}
	}
	return "", result
}

// StoreState puts a state file of the package's testdata in place, with texts
// in it replaced.
func (c *CLI) StoreState(name string, replace map[string]string) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		c.t.Fatal(err)
	}
	state := string(text)
	for from, to := range replace {
		if !strings.Contains(state, from) {
			c.t.Fatalf("%s does not hold %q", name, from)
		}
		state = strings.ReplaceAll(state, from, to)
	}
	if host := os.Getenv("TF_ACC_PROVIDER_HOST"); host != "" { // OpenTofu's registry
		state = strings.ReplaceAll(state, "registry.terraform.io", host)
	}
	write(c.t, filepath.Join(c.Dir, "terraform.tfstate"), state)
}
