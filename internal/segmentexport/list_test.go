package segmentexport_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// manyExports is a fake with 252 exports and with operations of another type.
// The newest is PENDING, and the oldest has a reason that is not a text.
func manyExports(t *testing.T) *fullstorytest.Server {
	t.Helper()
	server := newServer(t)
	server.AddOperationJSON(`{"id":"odd","type":"SEARCH_EXPORT","state":"COMPLETED","errorDetails":{"code":5},"results":"none"}`)
	for i := range 250 {
		if i%50 == 0 {
			server.AddOperation("", "DELETE_USER", "COMPLETED")
		}
		server.AddOperation("", "SEARCH_EXPORT", "COMPLETED")
	}
	server.AddOperation("a/b+c=", "SEARCH_EXPORT", "PENDING")
	return server
}

// query lists exports and checks that there are no diagnostics.
func query(t *testing.T, session *providertest.Session, state string, limit int64, include bool) []tfprotov6.ListResourceResult {
	t.Helper()
	config := map[string]tftypes.Value{}
	if state != "" {
		config["state"] = providertest.String(state)
	}
	rows := session.Query(t.Context(), resourceType, config, limit, include, nil)
	for _, row := range rows {
		for _, d := range row.Diagnostics {
			t.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return rows
}

func TestUnit_SegmentExportList_Limit(t *testing.T) {
	for _, c := range []struct {
		limit       int64
		rows, pages int
	}{{1, 1, 1}, {100, 100, 1}, {101, 101, 2}, {1000, 252, 3}} {
		server := manyExports(t)
		rows := query(t, providertest.NewSession(t, server), "", c.limit, false)
		if pages := len(server.Requests()); len(rows) != c.rows || pages != c.pages {
			t.Errorf("limit %d: %d rows by %d requests, want %d by %d", c.limit, len(rows), pages, c.rows, c.pages)
		}
	}
	// No page is fetched for a reader that stops.
	server := manyExports(t)
	session := providertest.NewSession(t, server)
	session.Query(t.Context(), resourceType, nil, 1000, false, func(tfprotov6.ListResourceResult) bool { return false })
	if pages := len(server.Requests()); pages != 1 {
		t.Errorf("%d requests for one row", pages)
	}
}

func TestUnit_SegmentExportList_Attributes(t *testing.T) {
	server := manyExports(t)
	session := providertest.NewSession(t, server)
	rows := query(t, session, "PENDING", 100, true)
	if len(rows) != 1 || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, PENDING$`).MatchString(rows[0].DisplayName) {
		t.Fatalf("got %+v", rows)
	}
	wantIdentity(t, "a row", rows[0].Identity, "a/b+c=")
	got := session.Attributes(session.Resource(resourceType).Schema, rows[0].Resource)
	if !got["id"].Equal(providertest.String("a/b+c=")) || !got["state"].Equal(providertest.String("PENDING")) || got["created_at"].IsNull() || !got["segment_id"].IsNull() {
		t.Errorf("the resource is %v", got)
	}
	server.AddOperation("old", "SEARCH_EXPORT", "COMPLETED")
	server.Expire("old")
	rows = query(t, session, "EXPIRED", 100, true)
	if len(rows) != 1 {
		t.Fatalf("%d rows have expired, want 1", len(rows))
	}
	got = session.Attributes(session.Resource(resourceType).Schema, rows[0].Resource)
	if !got["state"].Equal(providertest.String("EXPIRED")) || !got["estimate_pct_complete"].Equal(providertest.Number(100)) ||
		got["finished_at"].IsNull() || got["expires_at"].IsNull() || got["search_export_id"].IsNull() || !got["error_details"].IsNull() {
		t.Errorf("the resource of one that has expired is %v", got)
	}
}

func TestAcc_SegmentExportList_Query(t *testing.T) {
	t.Parallel()
	server := manyExports(t)
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: providertest.Factories(),
		Steps: []resource.TestStep{{
			Query: true,
			Config: providertest.Config(server, `
list "fullstory_segment_export" "pending" {
  provider = fullstory
  config { state = "PENDING" }
}`),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength("fullstory_segment_export.pending", 1)},
		}},
	})
}
