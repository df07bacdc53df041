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

// If the CLI stops reading, an action leaks only the goroutine that sends
// progress.
func TestUnit_SegmentExportAction_LeaksOneGoroutineIfTheCLIStopsReading(t *testing.T) {
	downloaded := make(chan struct{})
	server := fullstorytest.New(fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
		if r.Route == fullstorytest.RouteDownload {
			close(downloaded)
		}
	}))
	session := providertest.NewSession(t, server)
	before := goleak.IgnoreCurrent()
	path := filepath.Join(t.TempDir(), "f")
	stream, err := session.Server.InvokeAction(context.Background(), &tfprotov6.InvokeActionRequest{
		ActionType: actionType,
		Config:     session.Value(session.Schemas.ActionSchemas[actionType].Schema, invocation(map[string]tftypes.Value{"output_path": providertest.String(path)})),
	})
	if err != nil {
		t.Fatal(err)
	}
	for range stream.Events {
		break // after the first one
	}
	<-downloaded
	// The connections stay open, so that the last response can be read to its end.
	goleak.VerifyNone(t, before, providertest.BlockedProgress, goleak.IgnoreAnyFunction("net/http.(*conn).serve"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
	server.Close()
	goleak.VerifyNone(t, before, providertest.BlockedProgress)
	providertest.ExpectFile(t, path, providertest.Gunzip(t, server.File(server.Exports()[0].ID)), 0o600)
}
