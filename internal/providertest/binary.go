package providertest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// Main runs the tests of a package, checks that they leave no goroutine behind,
// and removes the binary that they built. Every package with tests that run the
// provider calls it from its TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if err := goleak.Find(blockedProgress, blockedOutput); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "The tests passed, but left goroutines behind:", err)
		code = 1
	}
	if binaryDir != "" {
		_ = os.RemoveAll(binaryDir)
	}
	os.Exit(code)
}

// blockedProgress ignores the one goroutine that may be left behind: the
// framework's SendProgress of an action blocks forever if the CLI stops
// reading.
var blockedProgress = goleak.IgnoreTopFunction("github.com/hashicorp/terraform-plugin-framework/internal/fwserver.(*InvokeActionResponse).SendProgress")

// blockedOutput ignores go-plugin's copy of the output of a provider in
// process, which may wait for a CLI that has ended.
var blockedOutput = goleak.IgnoreAnyFunction("github.com/hashicorp/go-plugin.copyChan")

var binaryDir string

// build builds the provider, once for all tests of a package.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "terraform-provider-fullstory-")
	if err != nil {
		return "", err
	}
	binaryDir = dir
	binary := filepath.Join(dir, "terraform-provider-fullstory")
	command := exec.Command("go", "build", "-buildvcs=false", "-o", binary,
		"github.com/fullstory-community/terraform-provider-fullstory")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return binary, nil
})

func built(t testing.TB) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatalf("the provider does not build: %v", err)
	}
	return binary
}
