package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const module = "github.com/fullstory-community/terraform-provider-fullstory"

// workplace is the one temporary folder in which everything happens.
type workplace struct {
	root string // the repository
	dir  string
}

// findRoot finds the repository by the module that the current folder is in.
func findRoot(ctx context.Context) (string, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return "", errors.New("there is no go on PATH, which builds the provider; install it from https://go.dev/dl/")
	}
	command := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Path}}\n{{.Dir}}")
	command.Env = append(os.Environ(), "GOWORK=off")
	output, err := command.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return "", fmt.Errorf("the demo runs in a checkout of the provider's repository; here, go says: %s", bytes.TrimSpace(exit.Stderr))
	}
	if err != nil {
		return "", err
	}
	path, dir, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	if path != module {
		return "", errors.New("the demo runs in a checkout of the provider's repository, and the current folder is in none")
	}
	return dir, nil
}

// newWorkplace lays out the folder: the quickstart, and a CLI configuration that takes the provider from beside it.
func newWorkplace(root string) (*workplace, error) {
	dir, err := os.MkdirTemp("", "fullstory-demo-")
	if err != nil {
		return nil, err
	}
	w := &workplace{root: root, dir: dir}
	if err := w.furnish(); err != nil {
		return nil, errors.Join(err, w.remove())
	}
	return w, nil
}

func (w *workplace) furnish() error {
	for _, dir := range []string{w.binDir(), w.configDir(), w.scratchDir()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
	}
	sources, err := filepath.Glob(filepath.Join(w.root, "examples", "quickstart", "*.tf"))
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return errors.New("examples/quickstart holds no configuration")
	}
	for _, source := range sources { // not the folder as it is: a state of the user's own may lie there
		text, err := os.ReadFile(source)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(w.configDir(), filepath.Base(source)), text, 0o600); err != nil { //nolint:gosec // into the folder that was just made
			return err
		}
	}
	// Without a host, the address means Terraform's registry to Terraform and OpenTofu's to OpenTofu. An override needs no
	// init, and so no registry.
	override := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"fullstory-community/fullstory\" = %q\n  }\n  direct {}\n}\n",
		filepath.ToSlash(w.binDir()))
	return os.WriteFile(w.cliConfig(), []byte(override), 0o600)
}

// build builds the provider where the CLI configuration points.
func (w *workplace) build(ctx context.Context) error {
	binary := filepath.Join(w.binDir(), "terraform-provider-fullstory")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	// Git may refuse to answer about a checkout of another user's, and nothing reads what it would say.
	command := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", binary, ".")
	command.Dir = w.root
	command.Env = append(os.Environ(), "GOWORK=off", "GOTMPDIR="+w.scratchDir())
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := runChild(ctx, command); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, said.String())
	}
	return nil
}

func (w *workplace) binDir() string     { return filepath.Join(w.dir, "bin") }
func (w *workplace) configDir() string  { return filepath.Join(w.dir, "quickstart") }
func (w *workplace) scratchDir() string { return filepath.Join(w.dir, "scratch") }
func (w *workplace) dataDir() string    { return filepath.Join(w.dir, "data") }
func (w *workplace) cliConfig() string  { return filepath.Join(w.dir, "cli.tfrc") }

func (w *workplace) remove() error { return os.RemoveAll(w.dir) } //nolint:gosec // the folder that os.MkdirTemp made
