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

// Main runs a package's tests, wants that they left no goroutine behind, and
// removes the binary that they built. Every package whose tests run the
// provider calls it from its TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if err := goleak.Find(Unread, unreadOutput); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "The tests passed, but left goroutines behind:", err)
		code = 1
	}
	if binaryDir != "" {
		_ = os.RemoveAll(binaryDir)
	}
	os.Exit(code)
}

// Unread is the one goroutine that may be left behind: the framework's way of
// telling an action's progress blocks for ever where the reader has gone, and
// nothing can free it.
var Unread = goleak.IgnoreTopFunction("github.com/hashicorp/terraform-plugin-framework/internal/fwserver.(*InvokeActionResponse).SendProgress")

// unreadOutput is go-plugin's: in an acceptance test it copies the output of a
// provider in process, and waits for a reader that may have gone.
var unreadOutput = goleak.IgnoreAnyFunction("github.com/hashicorp/go-plugin.copyChan")

var binaryDir string

// build makes the provider's binary, once for all tests of a package.
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
