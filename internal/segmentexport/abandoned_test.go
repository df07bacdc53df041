package segmentexport_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"go.uber.org/goleak"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A reader that leaves costs the goroutine that holds the event which it did
// not take, and no other.
func TestUnit_Action_LeavesOneGoroutineToAReaderThatHasGone(t *testing.T) {
	downloaded := make(chan struct{})
	server := fullstorytest.New(fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			close(downloaded)
		}
	}))
	before := goleak.IgnoreCurrent()
	path := filepath.Join(t.TempDir(), "f")
	got := providertest.NewProtocol(t, server).Invoke(context.Background(), actionType,
		invocation(map[string]tftypes.Value{"output_path": text(path)}), func(string) bool { return false })
	if got.Completed || len(got.Progress) != 1 {
		t.Fatalf("the reader stayed: %+v", got)
	}
	<-downloaded
	server.Close() // and with it the connections
	goleak.VerifyNone(t, before, providertest.Unread)
	wantFile(t, path, unpacked(t, server.File(server.Exports()[0].ID)), 0o600)
}
