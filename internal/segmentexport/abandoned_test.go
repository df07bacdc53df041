package segmentexport_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"go.uber.org/goleak"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// An action whose CLI has gone leaks one goroutine: that of the message that
// nobody reads.
func TestUnit_Action_LeaksOneGoroutineWithoutAReader(t *testing.T) {
	downloaded := make(chan struct{})
	server := fullstorytest.New(fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			close(downloaded)
		}
	}))
	p := providertest.NewProtocol(t, server)
	before := goleak.IgnoreCurrent()
	path := filepath.Join(t.TempDir(), "f")
	actions, ok := p.Server.(tfprotov6.ActionServer)
	if !ok {
		t.Fatal("the provider has no actions")
	}
	stream, err := actions.InvokeAction(context.Background(), &tfprotov6.InvokeActionRequest{
		ActionType: actionType,
		Config:     p.Value(p.Action(actionType), invocation(map[string]tftypes.Value{"output_path": text(path)})),
	})
	if err != nil {
		t.Fatal(err)
	}
	for range stream.Events {
		break // after the first one
	}
	<-downloaded
	// The connections stay open, so that the last answer can be read to its end.
	goleak.VerifyNone(t, before, providertest.Unread, goleak.IgnoreAnyFunction("net/http.(*conn).serve"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
	server.Close()
	goleak.VerifyNone(t, before, providertest.Unread)
	wantFile(t, path, unpacked(t, server.File(server.Exports()[0].ID)), 0o600)
}
