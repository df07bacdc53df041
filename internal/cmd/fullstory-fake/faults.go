package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// faults are those that make sense over a socket. A number from 400 to 599 is
// one, too: that status.
var faults = map[string]fullstorytest.Fault{
	"response-lost":  fullstorytest.ResponseLost(),
	"reset":          fullstorytest.ResetBefore(),
	"stall":          fullstorytest.Stall(),
	"stall-body":     fullstorytest.StallBody(),
	"slow":           fullstorytest.Trickle(time.Second),
	"truncated-body": fullstorytest.TruncatedBody(),
	"html":           fullstorytest.ForeignPage(http.StatusOK),
	"html-404":       fullstorytest.ForeignPage(http.StatusNotFound),
	"bom":            fullstorytest.BOM(),
	"not-http":       fullstorytest.Raw("not HTTP\r\n\r\n"),
}

// routeFault is a fault for the requests to a route.
type routeFault struct {
	route fullstorytest.Route
	fault fullstorytest.Fault
	count int // 0 is every request
}

func (f routeFault) inject(server *fullstorytest.Server) {
	if f.count == 0 {
		server.Always(f.route, f.fault)
		return
	}
	for range f.count {
		server.Inject(f.route, f.fault)
	}
}

// parseFault parses ROUTE=FAULT or ROUTE=FAULT*COUNT.
func parseFault(value string) (routeFault, error) {
	route, name, ok := strings.Cut(value, "=")
	if !ok {
		return routeFault{}, fmt.Errorf("must be ROUTE=FAULT, such as %s=response-lost", fullstorytest.RouteCreateExport)
	}
	parsed := routeFault{route: fullstorytest.Route(route)}
	if !slices.Contains(fullstorytest.Routes(), parsed.route) {
		return routeFault{}, fmt.Errorf("unknown route %q", route)
	}
	name, count, limited := strings.Cut(name, "*")
	if limited {
		var err error
		if parsed.count, err = strconv.Atoi(count); err != nil || parsed.count < 1 {
			return routeFault{}, fmt.Errorf("the count must be at least 1, not %q", count)
		}
	}
	if status, err := strconv.Atoi(name); err == nil && status >= 400 && status <= 599 {
		parsed.fault = fullstorytest.Status(status)
	} else if parsed.fault, ok = faults[name]; !ok {
		return routeFault{}, fmt.Errorf("unknown fault %q", name)
	}
	return parsed, nil
}

// faultHelp explains the flag -fault.
func faultHelp() string {
	var b strings.Builder
	fmt.Fprintf(&b, "For -fault, ROUTE is one of\n")
	for _, route := range fullstorytest.Routes() {
		fmt.Fprintf(&b, "  %s\n", route)
	}
	fmt.Fprintf(&b, "and FAULT is a status from 400 to 599, or one of\n  %s\n", strings.Join(slices.Sorted(maps.Keys(faults)), "\n  "))
	fmt.Fprintf(&b, "It applies to every request, or with *COUNT to the first COUNT.\n\nExample:\n  -fault '%s=response-lost*1'\n", fullstorytest.RouteCreateExport)
	return b.String()
}
