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

// fault is a fault and what it does.
type fault struct {
	fullstorytest.Fault
	text string
}

// faults are those that make sense over a socket. A number from 400 to 599 is
// one, too: that status.
var faults = map[string]fault{
	"response-lost":  {fullstorytest.ResponseLost(), "carry the request out, and close the connection without a response"},
	"reset":          {fullstorytest.ResetBefore(), "close the connection, and do not carry the request out"},
	"stall":          {fullstorytest.Stall(), "send nothing, and do not carry the request out"},
	"stall-body":     {fullstorytest.StallBody(), "send half of the body, and then nothing"},
	"slow":           {fullstorytest.Trickle(time.Second), "send the body in twenty parts, with a second before each"},
	"truncated-body": {fullstorytest.TruncatedBody(), "announce the whole body, send half of it, and close the connection"},
	"html":           {fullstorytest.ForeignPage(http.StatusOK), "respond 200 with the web page of a gateway"},
	"html-404":       {fullstorytest.ForeignPage(http.StatusNotFound), "respond 404 with the web page of a gateway"},
	"bom":            {fullstorytest.BOM(), "send a UTF-8 byte order mark before the body"},
	"not-http":       {fullstorytest.Raw("not HTTP\r\n\r\n"), "send a line that is not HTTP"},
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
		return parsed, nil
	}
	named, ok := faults[name]
	if !ok {
		return routeFault{}, fmt.Errorf("unknown fault %q", name)
	}
	parsed.fault = named.Fault
	return parsed, nil
}

// faultHelp explains the flag -fault.
func faultHelp() string {
	var b strings.Builder
	fmt.Fprintf(&b, "For -fault, ROUTE is one of\n")
	for _, route := range fullstorytest.Routes() {
		fmt.Fprintf(&b, "  %s\n", route)
	}
	fmt.Fprintf(&b, "and FAULT is one of\n  %-16s respond with this status, and do not carry the request out\n", "400 to 599")
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		fmt.Fprintf(&b, "  %-16s %s\n", name, faults[name].text)
	}
	fmt.Fprintf(&b, "It applies to every request, or with *COUNT to the first COUNT.\n\nExample:\n  -fault '%s=response-lost*1'\n", fullstorytest.RouteCreateExport)
	return b.String()
}
