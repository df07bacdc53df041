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

// since is the first version of each CLI that knows something: the minor of
// 1.x, or 0 where none does.
type since struct{ terraform, tofu int }

// needs are the features that not every CLI has.
var needs = []struct {
	what  string
	in    *regexp.Regexp
	since since
}{
	{"provider functions", regexp.MustCompile(`provider::`), since{8, 7}},
	{"removal that destroys nothing", regexp.MustCompile(`(?m)^removed `), since{7, 10}},
	{"ephemeral resources", regexp.MustCompile(`(?m)^ephemeral "`), since{10, 11}},
	{"import by identity", regexp.MustCompile(`(?m)^  identity\b`), since{12, 12}},
	{"actions", regexp.MustCompile(`(?m)^action "|^ +action_trigger `), since{14, 0}},
	{"queries", regexp.MustCompile(`(?m)^list "`), since{14, 0}},
}

// kind is what a snippet is, told by its blocks.
type kind struct {
	in             *regexp.Regexp
	suffix         string
	command        []string
	formattedSince since
	onlyFormatted  string
}

// kinds in the order of looking; the last is what all else is.
var kinds = []kind{
	{in: regexp.MustCompile(`(?m)^provider_installation `), suffix: ".tf", formattedSince: since{1, 1},
		onlyFormatted: "a configuration of the CLI: it names paths of the reader's"},
	{in: regexp.MustCompile(`(?m)^(run|mock_provider) `), suffix: ".tftest.hcl", formattedSince: since{6, 6},
		onlyFormatted: "a test of a module of the reader's"},
	{in: regexp.MustCompile(`(?m)^list "`), suffix: ".tfquery.hcl", formattedSince: since{15, 0},
		command: []string{"query", "-json"}},
	{in: regexp.MustCompile(``), suffix: ".tf", formattedSince: since{1, 1},
		command: []string{"plan", "-json", "-input=false"}},
}

func kindOf(text string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.in.MatchString(text) })]
}

// cliVersion asks the CLI what it is.
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
	var told struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return version, err
	}
	version.tofu = strings.HasPrefix(string(words), "OpenTofu")
	_, err = fmt.Sscanf(told.Version, "1.%d", &version.minor)
	return version, err
})

// required is the minor of the version that a configuration itself asks for.
var required = regexp.MustCompile(`required_version *= *">= *1\.(\d+)`)

// lacking says what a snippet needs that the CLI does not know.
func lacking(t *testing.T, text string) string {
	t.Helper()
	for _, need := range needs {
		if need.in.MatchString(text) && !need.since.reached(t) {
			return fmt.Sprintf("%s: since %s", need.what, need.since)
		}
	}
	for _, match := range required.FindAllStringSubmatch(text, -1) {
		minor, err := strconv.Atoi(match[1])
		if err != nil {
			t.Fatal(err)
		}
		if !(since{minor, minor}).reached(t) {
			return "it says itself that it needs 1." + match[1]
		}
	}
	return ""
}

// reached tells whether the CLI is new enough.
func (s since) reached(t *testing.T) bool {
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
