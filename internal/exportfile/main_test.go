package exportfile_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if name := os.Getenv(victimVariable); name != "" {
		os.Exit(beKilled(name))
	}
	goleak.VerifyTestMain(m)
}
