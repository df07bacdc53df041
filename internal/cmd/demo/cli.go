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

// cli is Terraform or OpenTofu, at work on the quickstart in the workplace.
type cli struct {
	path string
	name string // with the version
	dir  string
	env  []string
}

var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v\S+`)

// newCLI checks that path is a CLI that runs. The settings are the provider's, as environment variables: no key stands in a
// file.
func newCLI(ctx context.Context, path string, w *workplace, settings []string) (*cli, error) {
	c := &cli{path: path, dir: w.configDir(), env: append(scrubbed(os.Environ()), settings...)}
	c.env = append(c.env,
		"TF_CLI_CONFIG_FILE="+w.cliConfig(), "TF_DATA_DIR="+w.dataDir(), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	var said bytes.Buffer
	command := c.command(ctx, "version")
	command.Stdout, command.Stderr = &said, &said
	err := runChild(ctx, command)
	c.name = strings.Replace(versionLine.FindString(said.String()), " v", " ", 1)
	switch {
	case err == nil && c.name != "":
		return c, nil
	case ctx.Err() != nil:
		return nil, err
	case err == nil:
		err = fmt.Errorf("it does not answer to \"version\" as they do")
	}
	return nil, fmt.Errorf("%q is neither a Terraform nor an OpenTofu that runs here: %w\n"+
		"Give the path of one with -terraform, or have one found: make demo", path, err)
}

// scrubbed takes out what points at the user's own Terraform configuration, or at a real account.
func scrubbed(environ []string) (rest []string) {
	for _, variable := range environ {
		name := strings.ToUpper(variable) // Windows tells no case apart
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "TOFU_") && !strings.HasPrefix(name, "FULLSTORY_") {
			rest = append(rest, variable)
		}
	}
	return rest
}

// command leaves the current folder as it is: a version manager's shim chooses the version by it.
func (c *cli) command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, c.path, append([]string{"-chdir=" + c.dir}, args...)...) //nolint:gosec // the CLI that the user names
	command.Env = c.env
	return command
}

// run runs a command that reports in JSON, and says what happens as it happens. The code is 0, or 2 where the command has
// such an exit code; the error of any other end holds what the CLI had to say.
func (c *cli) run(ctx context.Context, say func(string, ...any), args ...string) (code int, err error) {
	heard := &report{say: say}
	command := c.command(ctx, args...)
	command.Stdout, command.Stderr = heard, heard
	err = runChild(ctx, command)
	if code, ok := exitCode(err); ok && (code == 0 || code == 2) {
		return code, nil
	}
	return 0, fmt.Errorf("%s %s: %w\n\n%s", c.name, args[0], err, heard.problems())
}

// made is what the state holds.
type made struct{ exports, files []instance }

// instance is a resource of either type, with the attributes that are looked at.
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
func (c *cli) state(ctx context.Context) (m made, err error) {
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
