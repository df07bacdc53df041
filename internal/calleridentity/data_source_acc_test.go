package calleridentity_test

import (
	"fmt"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestMain(m *testing.M) { providertest.Main(m) }

const (
	config  = `data "fullstory_caller_identity" "me" {}`
	address = "data.fullstory_caller_identity.me"
)

func TestAcc_CallerIdentity(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault fullstorytest.Fault
		want  map[string]any
	}{
		"all attributes": {fullstorytest.Fault{}, map[string]any{"email": "robot@example.com", "org_id": "o-19AB2C-na1", "role": "ARCHITECT"}},
		"missing attributes": {fullstorytest.StatusBody(200, "application/json", `{"email":"","role":"SOMETHING_NEW","name":{"first":"Ada"}}`),
			map[string]any{"email": nil, "org_id": nil, "role": "SOMETHING_NEW"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := fullstorytest.New()
			defer server.Close()
			server.Always(fullstorytest.RouteGetMe, c.fault)
			cli := providertest.NewCLI(t, server, config)
			cli.Apply()
			if got, _ := cli.State(address); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if n := server.Count(fullstorytest.RouteGetMe); n != 1 || len(server.Requests()) != 1 {
				t.Errorf("%d requests, %d of them GET /me", len(server.Requests()), n)
			}
		})
	}
}
