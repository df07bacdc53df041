package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// cli runs Terraform or OpenTofu on the quickstart in the workplace.
type cli struct {
	path string
	name string // with the version
	dir  string
	env  []string
}

var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v\S+`)

// newCLI checks that path is a CLI that runs. The settings of the provider are environment variables, so that no file contains the
// key.
func newCLI(ctx context.Context, path string, w *workplace, settings []string) (*cli, error) {
	c := &cli{path: path, dir: w.configDir(), env: append(scrubbed(os.Environ()), settings...)}
	c.env = append(c.env,
		"TF_CLI_CONFIG_FILE="+w.cliConfig(), "TF_DATA_DIR="+w.dataDir(), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	var output bytes.Buffer
	command := c.command(ctx, "version")
	command.Stdout, command.Stderr = &output, &output
	err := runChild(ctx, command)
	c.name = strings.Replace(versionLine.FindString(output.String()), " v", " ", 1)
	switch {
	case err == nil && c.name != "":
		return c, nil
	case ctx.Err() != nil:
		return nil, err
	case err == nil:
		err = fmt.Errorf("its \"version\" command does not print the version of either")
	}
	return nil, fmt.Errorf("%q is neither a Terraform nor an OpenTofu that runs here: %w\n"+
		"Give the path of one with -terraform, or have one found: make demo", path, err)
}

// scrubbed removes the variables of the user's own Terraform configuration, and those of a real account.
func scrubbed(environ []string) (rest []string) {
	for _, variable := range environ {
		name := strings.ToUpper(variable) // Windows ignores case
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "TOFU_") && !strings.HasPrefix(name, "FULLSTORY_") {
			rest = append(rest, variable)
		}
	}
	return rest
}

// command does not change the current directory, by which the shim of a version manager chooses the version.
func (c *cli) command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, c.path, append([]string{"-chdir=" + c.dir}, args...)...) //nolint:gosec // the CLI that the user names
	command.Env = c.env
	return command
}

// run runs a command with -json and prints its progress. The code is 0, or 2 for a plan with changes. Any other exit code is an
// error with the diagnostics of the CLI.
func (c *cli) run(ctx context.Context, say func(string, ...any), args ...string) (code int, err error) {
	r := &report{say: say}
	command := c.command(ctx, args...)
	command.Stdout, command.Stderr = r, r
	err = runChild(ctx, command)
	if code, ok := exitCode(err); ok && (code == 0 || code == 2) {
		return code, nil
	}
	return 0, fmt.Errorf("%s %s: %w\n\n%s", c.name, args[0], err, r.problems())
}

// resources are the resources in the state.
type resources struct{ exports, files []instance }

// instance is an export or a file, with the attributes that the demo reads.
type instance struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Values  struct {
		ID        string `json:"id"`
		State     string `json:"state"`
		ExpiresAt string `json:"expires_at"`
		Path      string `json:"path"`
	} `json:"values"`
}

// state reads the state.
func (c *cli) state(ctx context.Context) (m resources, err error) {
	var stdout, stderr bytes.Buffer
	command := c.command(ctx, "show", "-json")
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := runChild(ctx, command); err != nil {
		return m, fmt.Errorf("%s show: %w\n\n%s", c.name, err, stderr.String())
	}
	var state struct {
		Values struct {
			RootModule struct {
				Resources []instance `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal(stdout.Bytes(), &state); err != nil {
		return m, fmt.Errorf("%s show: %w", c.name, err)
	}
	for _, r := range state.Values.RootModule.Resources {
		if r.Type == "fullstory_segment_export_file" {
			m.files = append(m.files, r)
		} else {
			m.exports = append(m.exports, r)
		}
	}
	return m, nil
}
