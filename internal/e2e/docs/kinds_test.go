package docs_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// since is the first version of each CLI that has a feature: the minor of 1.x,
// or 0 if no version has it.
type since struct{ terraform, tofu int }

// features are what not every CLI has.
var features = []struct {
	name  string
	in    *regexp.Regexp
	since since
}{
	{"provider functions", regexp.MustCompile(`provider::`), since{8, 7}},
	{"removed blocks that destroy nothing", regexp.MustCompile(`(?m)^removed `), since{7, 10}},
	{"ephemeral resources", regexp.MustCompile(`(?m)^ephemeral "`), since{10, 11}},
	{"import by identity", regexp.MustCompile(`(?m)^  identity\b`), since{12, 12}},
	{"actions", regexp.MustCompile(`(?m)^action "|^ +action_trigger `), since{14, 0}},
	{"queries", regexp.MustCompile(`(?m)^list "`), since{14, 0}},
	{"destroy = false in a resource", regexp.MustCompile(`\nresource [^\n]*\{(?:\n  [^\n]*|\n)*\n    destroy += false`), since{16, 12}},
	{"action events of a destroy", regexp.MustCompile(`\b(before|after)_destroy\b|\bon_failure\b`), since{16, 0}},
}

// kind is a kind of configuration.
type kind struct {
	in             *regexp.Regexp // matches the snippets of the kind
	suffix         string
	command        []string
	formattedSince since
	// onlyFormatted is why snippets of the kind are not run.
	onlyFormatted string
}

// kinds are tried in this order; the last one matches everything.
var kinds = []kind{
	{in: regexp.MustCompile(`(?m)^provider_installation `), suffix: ".tf", formattedSince: since{1, 1},
		onlyFormatted: "a configuration of the CLI with paths of the reader"},
	{in: regexp.MustCompile(`(?m)^  backend "`), suffix: ".tf", formattedSince: since{1, 1},
		onlyFormatted: "a state in an account of the reader"},
	{in: regexp.MustCompile(`(?m)^(run|mock_provider) `), suffix: ".tftest.hcl", formattedSince: since{6, 6},
		onlyFormatted: "a test of a module of the reader"},
	{in: regexp.MustCompile(`(?m)^list "`), suffix: ".tfquery.hcl", formattedSince: since{15, 0},
		command: []string{"query", "-json"}},
	{in: regexp.MustCompile(``), suffix: ".tf", formattedSince: since{1, 1},
		command: []string{"plan", "-json", "-input=false"}},
}

func kindOf(text string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.in.MatchString(text) })]
}

// cliVersion returns the name and the minor version of the CLI.
var cliVersion = sync.OnceValues(func() (version struct {
	tofu  bool
	minor int
}, err error) {
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		path = "terraform"
	}
	words, err := exec.Command(path, "version").Output()
	if err != nil {
		return version, err
	}
	text, err := exec.Command(path, "version", "-json").Output()
	if err != nil {
		return version, err
	}
	var output struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(text, &output); err != nil {
		return version, err
	}
	version.tofu = strings.HasPrefix(string(words), "OpenTofu")
	_, err = fmt.Sscanf(output.Version, "1.%d", &version.minor)
	return version, err
})

// requiredVersion matches the version that a configuration requires itself.
var requiredVersion = regexp.MustCompile(`required_version *= *">= *1\.(\d+)`)

// missingFeature returns what a snippet needs and the CLI does not have.
func missingFeature(t *testing.T, text string) string {
	t.Helper()
	for _, feature := range features {
		if feature.in.MatchString(text) && !feature.since.supported(t) {
			return fmt.Sprintf("%s: since %s", feature.name, feature.since)
		}
	}
	for _, match := range requiredVersion.FindAllStringSubmatch(text, -1) {
		minor, err := strconv.Atoi(match[1])
		if err != nil {
			t.Fatal(err)
		}
		if !(since{minor, minor}).supported(t) {
			return "the configuration requires version 1." + match[1]
		}
	}
	return ""
}

// supported reports whether the CLI is new enough.
func (s since) supported(t *testing.T) bool {
	t.Helper()
	version, err := cliVersion()
	if err != nil {
		t.Fatal(err)
	}
	first := s.terraform
	if version.tofu {
		first = s.tofu
	}
	return first > 0 && version.minor >= first
}

func (s since) String() string {
	if s.tofu == 0 {
		return fmt.Sprintf("Terraform 1.%d; no OpenTofu", s.terraform)
	}
	return fmt.Sprintf("Terraform 1.%d, OpenTofu 1.%d", s.terraform, s.tofu)
}
