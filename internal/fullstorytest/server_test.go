package fullstorytest_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// Clients that do not escape IDs work with real ones, and so with the fake's.
func TestUnit_IDs_NeedNoEscapingByDefault(t *testing.T) {
	c := inProcess(t, fullstorytest.New())
	for range 12 {
		id := c.export(schemaBody)
		decoded, err := base64.StdEncoding.DecodeString(id)
		if err != nil || !regexp.MustCompile(`^SEARCH_EXPORT:\w+$`).Match(decoded) || strings.ContainsAny(id, "/+") {
			t.Errorf("the ID %s is %q, %v", id, decoded, err)
		}
		results, _ := c.get("/operations/v1/" + id)["results"].(map[string]any)
		resultID, _ := results["searchExportId"].(string)
		if _, err := base64.RawURLEncoding.DecodeString(resultID); err != nil {
			t.Errorf("the export ID %s: %v", resultID, err)
		}
		c.get("/search/v1/exports/" + resultID + "/results")
	}
}

func TestUnit_RejectsOtherKeysAndPaths(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		for _, key := range []string{"", "wrong", fullstorytest.APIKey} {
			c.key = key
			refusal := c.do(http.MethodPost, "/segments/v1/exports", schemaBody).object(t, http.StatusUnauthorized)
			equal(t, "code", refusal["code"], any("unauthorized"))
		}
		equal(t, "exports", len(s.Exports()), 0)
		equal(t, "status in the log", s.Requests()[2].Status, http.StatusUnauthorized)
		c.key = "eu1.other"
		equal(t, "role", c.get("/me")["role"], any("ARCHITECT"))
		for _, path := range []string{"/", "/v2/me", "/operations/v1/", "/operations//v1", "/segments/v1/exports/x"} {
			c.do(http.MethodGet, path, "").object(t, http.StatusNotFound)
		}
		equal(t, "route", s.Requests()[4].Route, "")
	}, fullstorytest.WithAPIKey("eu1.other"))
}

func TestUnit_LatencyInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fullstorytest.New(fullstorytest.WithLatency(time.Hour))
		c := inProcess(t, s)
		began := time.Now()
		c.get("/me")
		equal(t, "time passed", time.Since(began), time.Hour)

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := c.try(ctx, http.MethodGet, "/me", "")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a context that timed out gives %v", err)
		}
		equal(t, "time passed", time.Since(began), time.Hour+time.Minute)
	})
}

func TestUnit_PeakInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fullstorytest.New(fullstorytest.WithLatency(time.Second))
		c := inProcess(t, s)
		var group sync.WaitGroup
		for range 7 {
			group.Go(func() { c.get("/me") })
		}
		group.Wait()
		equal(t, "peak", s.PeakInFlight(), 7)
		s.ResetLog()
		equal(t, "peak", s.PeakInFlight(), 0)
		equal(t, "requests", len(s.Requests()), 0)
	})
}

func TestUnit_Close_RefusesConnections(t *testing.T) {
	everyTransport(t, func(t *testing.T, s *fullstorytest.Server, c *client) {
		c.get("/me")
		s.Close()
		resp, err := c.try(within(t, 10*time.Second), http.MethodGet, "/me", "")
		if err == nil {
			_ = resp.Body.Close()
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("a closed server gives %v", err)
		}
		s.Close()
	})
}

func TestUnit_InvalidUsePanics(t *testing.T) {
	s := fullstorytest.New()
	s.AddOperationJSON(`{"id":"literal"}`)
	for name, use := range map[string]func(){
		"wire format":    func() { fullstorytest.New(fullstorytest.WithWireFormat("soap")) },
		"token spelling": func() { fullstorytest.WithPaginationTokenSpelling("kebab") },
		"percentages":    func() { fullstorytest.WithPercentages("roman") },
		"unknown id":     func() { s.Complete("nope") },
		"literal":        func() { s.Fail("literal", "why") },
		"no id":          func() { s.AddOperationJSON(`{}`) },
		"id twice":       func() { s.AddOperation("literal", "SEARCH_EXPORT", "PENDING") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			use()
		})
	}
}
