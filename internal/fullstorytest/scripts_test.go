package fullstorytest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func TestUnit_CreateExport_ResponseOfEachFamily(t *testing.T) {
	for name, test := range map[string]struct {
		body           string
		opts           []fullstorytest.Option
		whole          bool // the response to the POST is the operation
		results, other string
	}{
		"schema":       {schemaBody, nil, true, "searchExportId", "downloadUrl"},
		"id only":      {schemaBody, []fullstorytest.Option{fullstorytest.WithOperationIDResponse()}, false, "expires", "downloadUrl"},
		"download URL": {schemaBody, []fullstorytest.Option{fullstorytest.WithDownloadURL()}, true, "downloadUrl", "searchExportId"},
		"reference":    {referenceBody, []fullstorytest.Option{fullstorytest.WithWireFormat("reference")}, false, "expires", "downloadUrl"},
	} {
		t.Run(name, func(t *testing.T) {
			c := inProcess(t, fullstorytest.New(test.opts...))
			got := c.do(http.MethodPost, "/segments/v1/exports", test.body).object(t, http.StatusOK)
			_, whole := got["state"]
			equal(t, "whole operation", whole, test.whole)
			_, idOnly := got["operationId"]
			equal(t, "id only", idOnly, !test.whole)

			operation := c.operation(c.export(test.body))
			results, _ := operation["results"].(map[string]any)
			if results[test.results] == nil || results[test.other] != nil {
				t.Errorf("results are %v", results)
			}
			if location, ok := results["downloadUrl"].(string); ok {
				equal(t, "download", c.do(http.MethodGet, location, "").status, http.StatusOK)
			}
			if _, ok := operation["estimatePctComplete"].(json.Number); !ok {
				t.Errorf("estimatePctComplete is %v", operation["estimatePctComplete"])
			}
		})
	}
}

// What an option or a script adds or leaves out without another test noticing.
func TestUnit_Script_Members(t *testing.T) {
	for name, test := range map[string]struct {
		script              fullstorytest.Script
		finished, expiresAt bool
	}{
		"stalled":      {fullstorytest.Script{Stall: true}, false, false},
		"early finish": {fullstorytest.Script{Stall: true, FinishedAtWhilePending: true}, true, false},
		"completed":    {fullstorytest.Script{}, true, true},
		"no expiry":    {fullstorytest.Script{Lifetime: -1}, true, false},
	} {
		c := inProcess(t, fullstorytest.New(fullstorytest.WithDefaultScript(test.script)))
		operation := c.operation(c.export(schemaBody))
		results, _ := operation["results"].(map[string]any)
		equal(t, name+", finishedAt", operation["finishedAt"] != nil, test.finished)
		equal(t, name+", expires", results["expires"] != nil, test.expiresAt)
	}
}
