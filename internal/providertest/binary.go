package providertest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Main runs a package's tests, and removes the binary that they built. Every
// package whose tests use a [CLI] calls it from its TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if binaryDir != "" {
		_ = os.RemoveAll(binaryDir)
	}
	os.Exit(code)
}

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
