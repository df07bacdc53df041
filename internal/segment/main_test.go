package segment_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

// newServer returns a fake that lives as long as the test.
func newServer(t *testing.T, opts ...fullstorytest.Option) *fullstorytest.Server {
	t.Helper()
	server := fullstorytest.New(opts...)
	t.Cleanup(server.Close)
	return server
}

// numbered adds segments until the fake has count of them, and returns the IDs
// of all in order.
func numbered(server *fullstorytest.Server, count int) []string {
	ids := []string{"everyone", "signed-up", "ada@example.com:4241245858598272", "n8ZqXw3KpL2c"}
	for i := len(ids); i < count; i++ {
		id := fmt.Sprintf("s%d", i)
		server.AddSegment(fullstorytest.Segment{ID: id, Name: fmt.Sprintf("Numbered %d", i), Creator: "mary@example.com"})
		ids = append(ids, id)
	}
	return ids
}

// wantOnlyGets checks that all requests are GET requests.
func wantOnlyGets(t *testing.T, server *fullstorytest.Server) {
	t.Helper()
	for _, request := range server.Requests() {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s was requested", request.Method, request.Path)
		}
	}
}
