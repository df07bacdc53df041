package fullstory_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest/contract"
)

var (
	january  = &fullstory.TimeRange{Start: at("2026-01-01T00:00:00Z"), End: at("2026-02-01T00:00:00+01:00")}
	families = map[fullstory.WireFormat]struct {
		options []fullstorytest.Option
		// fullRequest has every argument that the family can carry.
		fullRequest fullstory.ExportRequest
	}{
		"schema": {[]fullstorytest.Option{fullstorytest.WithSchemaFamilyOnly()}, fullstory.ExportRequest{
			SegmentID: "everyone", Type: fullstory.ExportTypeIndividuals, Format: fullstory.ExportFormatCSV,
			TimeRange: january, SegmentTimeRange: january,
		}},
		"reference": {[]fullstorytest.Option{fullstorytest.WithWireFormat("reference"), fullstorytest.WithStrictQuery()}, fullstory.ExportRequest{
			SegmentID: "everyone", Type: fullstory.ExportTypeEvents, Format: fullstory.ExportFormatNDJSON,
			TimeRange: january, SegmentTimeRange: &fullstory.TimeRange{}, Now: at("2026-02-01T00:00:00Z"),
			Timezone: "Europe/Berlin", Scope: "individuals", Fields: []string{"EventStart", "user_*"},
		}},
	}
)

// Every request of the client, and every response to it, is as described.
func TestUnit_Contract_Requests(t *testing.T) {
	for family, c := range families {
		runInVirtualTime(t, string(family), func(t *testing.T, server *fullstorytest.Server) {
			for i := range 150 {
				server.AddOperation(fmt.Sprint("x", i), "SEARCH_EXPORT", "COMPLETED")
				server.AddSegment(fullstorytest.Segment{ID: fmt.Sprint("s", i), Creator: "ada@example.com"})
			}
			client := newClient(t, server, func(o *fullstory.Options) {
				o.WireFormat, o.Transport = family, contract.Transport(t, string(family), server.Transport())
			})
			useEverything(t, client, family, c.fullRequest)
			for _, route := range fullstorytest.Routes() {
				if family == "reference" && route != fullstorytest.RouteDownload && server.Count(route) == 0 {
					t.Errorf("no request %s", route)
				}
			}
			for _, field := range contract.QueryFields(string(family)) {
				i := strings.LastIndexByte(field, ' ')
				sent := slices.ContainsFunc(server.RequestsTo(fullstorytest.Route(field[:i])), func(r fullstorytest.Request) bool {
					return strings.Contains("&"+r.RawQuery, "&"+field[i+1:]+"=")
				})
				if _, listed := contract.Unsupported[field]; sent == listed {
					t.Errorf("%s: sent %t, unsupported %t", field, sent, listed)
				}
			}
		}, append(c.options, fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 3}))...)
	}
}

func useEverything(t *testing.T, client *fullstory.Client, family fullstory.WireFormat, full fullstory.ExportRequest) {
	t.Helper()
	check := func(call string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", call, err)
		}
	}
	for _, request := range []fullstory.ExportRequest{full, everyone} {
		operation, err := client.CreateExport(t.Context(), request)
		check("create", err)
		operation, err = client.WaitForOperation(t.Context(), operation.ID, fullstory.Wait{})
		check("wait", err)
		_, err = client.DownloadLink(t.Context(), operation)
		check("link", err)
	}
	_, err := client.ListSegments(t.Context(), "")
	check("list segments", err)
	_, err = client.ListSegments(t.Context(), "ada@example.com")
	check("list segments of a creator", err)
	_, err = client.GetSegment(t.Context(), "everyone")
	check("get segment", err)
	if family == fullstory.WireFormatSchema {
		return // it has no more
	}
	for _, state := range []fullstory.State{"", "PENDING", "RUNNING", "COMPLETED", "FAILED", "EXPIRED"} {
		check("list exports", firstError(client.ListExports(t.Context(), state)))
	}
	_, err = client.GetMe(t.Context())
	check("me", err)
	_, err = client.CandidateExports(t.Context(), time.Now())
	check("candidates", err)
	check("cancel", client.CancelOperation(t.Context(), submit(t, client).ID))
}

// The client sends every described field of a request, or the list of
// unsupported fields says why not.
func TestUnit_Contract_RequestFieldsAreSent(t *testing.T) {
	for family, c := range families {
		server := newServer(t, c.options...)
		client := newClient(t, server, func(o *fullstory.Options) { o.WireFormat = family })
		if _, err := client.CreateExport(t.Context(), c.fullRequest); err != nil {
			t.Fatal(err)
		}
		sent := fieldNames(t, server.Requests()[0].Body)
		for _, field := range contract.RequestFields(string(family)) {
			_, listed := contract.Unsupported[field]
			if listed == slices.Contains(sent, field) {
				t.Errorf("%s: %s: sent %t, unsupported %t", family, field, !listed, listed)
			}
		}
		for _, field := range sent {
			if !slices.Contains(contract.RequestFields(string(family)), field) {
				t.Errorf("%s: %s is sent, and not described", family, field)
			}
		}
	}
}

// fieldNames returns the names of an object's members, and in place of an
// object those of its own members.
func fieldNames(t *testing.T, body []byte) (names []string) {
	t.Helper()
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		t.Fatal(err)
	}
	for name, value := range object {
		if !bytes.HasPrefix(value, []byte("{")) {
			names = append(names, name)
			continue
		}
		for _, nested := range fieldNames(t, value) {
			names = append(names, strings.Join([]string{name, nested}, "."))
		}
	}
	return names
}
