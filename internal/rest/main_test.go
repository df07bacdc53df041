package rest_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	// The standard library reads the proxy once in a process, and uses none for
	// loopback addresses.
	_ = os.Setenv("HTTPS_PROXY", "http://user:proxy-password@proxy.test:3128")
	goleak.VerifyTestMain(m)
}
