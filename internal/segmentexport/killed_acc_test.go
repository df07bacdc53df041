//go:build unix

package segmentexport_test

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A provider whose Terraform was killed ends by itself, even while it waits.
func TestAcc_SegmentExport_ProviderEndsAfterTerraformWasKilled(t *testing.T) {
	t.Parallel()
	server, polled := stalled(t)
	cli := providertest.NewCLI(t, server, minimal)
	cli.TraceProvider()
	// The provider is the only writer of this pipe, so that it ends with it.
	stderr := filepath.Join(t.TempDir(), "stderr")
	if err := syscall.Mkfifo(stderr, 0o600); err != nil {
		t.Fatal(err)
	}
	cli.Env = append(cli.Env, "PROVIDER_STDERR="+stderr)
	terraform := cli.Command("apply", "-auto-approve")
	if err := terraform.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// Validation, plan and apply each start a provider.
		for {
			pipe, err := os.Open(stderr)
			if err != nil {
				t.Error(err)
				return
			}
			_, err = io.Copy(io.Discard, pipe)
			_ = pipe.Close()
			if err != nil {
				t.Error(err)
				return
			}
			select {
			case <-polled:
				return
			default:
			}
		}
	}()
	<-polled
	if err := terraform.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = terraform.Wait() // it was killed
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("the provider still runs 30 s after Terraform was killed")
	}
}
