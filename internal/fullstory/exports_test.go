package fullstory_test

import (
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// Only the ID of a response counts, and a missing state is PENDING.
func TestUnit_CreateExport_ReadsEveryResponseWithAnID(t *testing.T) {
	for answer, want := range map[string]struct {
		id    string
		state fullstory.State
	}{
		`{"operationId":"AbC="}`: {"AbC=", "PENDING"}, // the reference
		`{"id":"x/y","type":"SEARCH_EXPORT","state":"RUNNING","extra":[1]}`:         {"x/y", "RUNNING"},
		`{"id":"a","operationId":"b","state":"queued"}`:                             {"b", "QUEUED"},
		`{"id":"a","state":"FAILED","type":{},"step":[],"errorDetails":{"code":5}}`: {"a", "FAILED"},
		`{"id":"a","state":7}`:                                      {"a", "7"},
		`{"operationId":"x=","state":{}}`:                           {"x=", "PENDING"},
		`{"id":"x=","state":["RUNNING"],"createdAt":{}}`:            {"x=", "PENDING"},
		`{"id":"","operationId":"x=","results":"soon","type":null}`: {"x=", "PENDING"},
		`{"id":null,"operationId":"x=","errorDetails":{"code":1}}`:  {"x=", "PENDING"},
		`{"id":42}`: {"42", "PENDING"},
	} {
		server := newServer(t)
		server.Inject(fullstorytest.RouteCreateExport, fullstorytest.ActThenBody(200, "application/json", answer))
		got, err := newClient(t, server).CreateExport(t.Context(), everyone)
		if err != nil || got.ID != want.id || got.State != want.state {
			t.Errorf("%s: got %q, %q and %v", answer, got.ID, got.State, err)
		}
	}
}
