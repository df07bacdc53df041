package providertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// CLI is a working directory in which the real CLI runs the built provider. It
// shows what terraform-plugin-testing hides: warnings, files, signals.
//
// It starts the CLI itself and only parses with terraform-json: terraform-exec
// refuses TF_LOG and other variables that tests set, and returns the context's
// error instead of the exit code when a run is interrupted.
type CLI struct {
	// Dir holds the configuration, in main.tf, and the state.
	Dir string
	// Env is added to the environment of every run.
	Env []string

	t testing.TB
}

// NewCLI prepares a directory with a configuration. Environment variables
// configure the provider, so that no file contains the key. The test is skipped
// if TF_ACC is not set.
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

// install makes the CLI use the provider in a directory.
func (c *CLI) install(directory string) {
	c.t.Helper()
	write(c.t, filepath.Join(c.Dir, settingsFile), fmt.Sprintf(
		"provider_installation {\n  dev_overrides {\n    \"fullstory-community/fullstory\" = %q\n  }\n  direct {}\n}\n", directory))
}

// Configure replaces the configuration.
func (c *CLI) Configure(config string) {
	c.t.Helper()
	write(c.t, filepath.Join(c.Dir, "main.tf"),
		"terraform {\n  required_providers {\n    fullstory = { source = \"fullstory-community/fullstory\" }\n  }\n}\n"+config)
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Command returns a command that is not started yet.
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

// Run runs a command, whether it succeeds or fails.
func (c *CLI) Run(args ...string) Result {
	c.t.Helper()
	var output bytes.Buffer
	command := c.Command(args...)
	command.Stdout, command.Stderr = &output, &output
	return NewResult(c.t, command.Run(), output.String())
}

// Apply applies the configuration. The test ends if that fails.
func (c *CLI) Apply() Result {
	c.t.Helper()
	result := c.Run("apply", "-auto-approve", "-json")
	if result.ExitCode != 0 {
		c.t.Fatalf("apply failed:\n%s", result.Output)
	}
	return result
}

// ExpectEmptyPlan checks that the plan has no changes.
func (c *CLI) ExpectEmptyPlan() {
	c.t.Helper()
	if result := c.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
		c.t.Errorf("the plan is not empty:\n%s", result.Output)
	}
}

// PlanFails checks that the plan fails with one error, which contains the texts
// in this order.
func (c *CLI) PlanFails(texts ...string) Result {
	c.t.Helper()
	result := c.Run("plan", "-json")
	errors := result.Errors()
	if result.ExitCode == 0 || len(errors) != 1 || !Message(texts...).MatchString(errors[0].Text()) {
		c.t.Errorf("the plan has exit code %d and the errors %v, want %q", result.ExitCode, errors, texts)
	}
	return result
}

// PlannedActions returns what a plan does to a resource, as "update", "delete
// create" or "no-op", and the result of the plan.
func (c *CLI) PlannedActions(address string) (actions string, result Result) {
	c.t.Helper()
	planned, result := c.Plan()
	return planned[address], result
}

// PlanFile is the plan that [CLI.Plan] saves.
const PlanFile = "planned.tfplan"

// Plan saves a plan. It returns what the plan does to each resource, as
// [CLI.PlannedActions] does, and its result.
func (c *CLI) Plan() (actions map[string]string, result Result) {
	c.t.Helper()
	result = c.Run("plan", "-json", "-out="+PlanFile)
	if result.ExitCode != 0 {
		c.t.Fatalf("plan failed:\n%s", result.Output)
	}
	var plan tfjson.Plan
	c.show(&plan, PlanFile)
	actions = map[string]string{}
	for _, change := range plan.ResourceChanges {
		for _, action := range change.Change.Actions {
			actions[change.Address] = strings.TrimSpace(actions[change.Address] + " " + string(action))
		}
	}
	return actions, result
}

// States returns the resource instances in the state, by address.
func (c *CLI) States() map[string]tfjson.StateResource {
	c.t.Helper()
	var state tfjson.State
	c.show(&state)
	instances := map[string]tfjson.StateResource{}
	if state.Values != nil {
		for _, instance := range state.Values.RootModule.Resources {
			instances[instance.Address] = *instance
		}
	}
	return instances
}

// State returns the attributes of a resource in the state, nil if it is not
// there, and whether it is tainted.
func (c *CLI) State(address string) (attributes map[string]any, tainted bool) {
	c.t.Helper()
	instance := c.States()[address]
	return instance.AttributeValues, instance.Tainted
}

// show decodes the state, or a saved plan.
func (c *CLI) show(into any, plan ...string) {
	c.t.Helper()
	text, err := c.Command(append([]string{"show", "-json"}, plan...)...).Output()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		c.t.Fatal(err)
	}
}

// StoreState writes a state file of the package's testdata, after replacing
// texts in it.
func (c *CLI) StoreState(name string, replace map[string]string) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		c.t.Fatal(err)
	}
	state := string(text)
	for from, to := range replace {
		if !strings.Contains(state, from) {
			c.t.Fatalf("%s does not contain %q", name, from)
		}
		state = strings.ReplaceAll(state, from, to)
	}
	if host := os.Getenv("TF_ACC_PROVIDER_HOST"); host != "" { // OpenTofu's registry
		state = strings.ReplaceAll(state, "registry.terraform.io", host)
	}
	write(c.t, filepath.Join(c.Dir, "terraform.tfstate"), state)
}
