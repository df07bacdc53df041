package secrets_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// elsewhere is another host, to which the fake redirects.
const elsewhere = "elsewhere.example"

// failures returns what can go wrong with a request. The responses repeat the
// secrets.
func failures() map[string]fullstorytest.Fault {
	quoted := strconv.Quote(echo())
	message := `{"message":` + quoted + `,"code":` + quoted + `}`
	faults := map[string]fullstorytest.Fault{
		"nothing":             {},
		"plain text":          fullstorytest.StatusBody(400, "text/plain", echo()),
		"plain text, cut":     fullstorytest.StatusBody(400, "text/plain", strings.Repeat("x", 490)+key),
		"HTML":                fullstorytest.StatusBody(400, "text/html", echo()),
		"no fields":           fullstorytest.StatusBody(200, "application/json", message),
		"half of the JSON":    fullstorytest.StatusBody(200, "application/json", message[:len(message)/2]),
		"text for JSON":       fullstorytest.StatusBody(200, "application/json", echo()),
		"other types":         fullstorytest.StatusBody(200, "application/json", `{"operationId":[`+quoted+`],"state":{},"location":[`+quoted+`],"operations":`+quoted+`}`),
		"a failed export":     fullstorytest.StatusBody(200, "application/json", `{"id":"x","type":"SEARCH_EXPORT","state":"FAILED","errorDetails":`+quoted+`}`),
		"a running export":    fullstorytest.StatusBody(200, "application/json", `{"id":"x","type":"SEARCH_EXPORT","state":"RUNNING","step":`+quoted+`}`),
		"no address":          fullstorytest.StatusBody(200, "application/json", `{"location":`+strconv.Quote("https://\x7f/?Signature="+sign)+`}`),
		"not HTTP":            fullstorytest.Raw(echo() + "\r\n\r\n"),
		"no status":           fullstorytest.Raw("HTTP/1.1 " + echo() + "\r\n\r\n"),
		"no header":           fullstorytest.Raw("HTTP/1.1 200 OK\r\n(" + echo() + "\r\n\r\n"),
		"no redirect":         fullstorytest.Raw("HTTP/1.1 302 Found\r\nLocation: :" + link + "\r\nContent-Length: 0\r\n\r\n"),
		"no trailer":          fullstorytest.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n(" + echo() + "\r\n\r\n"),
		"a checksum":          fullstorytest.Raw("HTTP/1.1 200 OK\r\nX-Goog-Hash: md5=" + key + "\r\nContent-Length: 1\r\n\r\nx"),
		"a file's name":       fullstorytest.Raw("HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=" + quoted + "\r\nContent-Length: 1\r\n\r\nx"),
		"a redirect":          fullstorytest.Redirect("http://" + elsewhere + "/?key=" + key + "&Signature=" + sign),
		"a reset":             fullstorytest.ResetBefore(),
		"a lost answer":       fullstorytest.ResponseLost(),
		"half of the answer":  fullstorytest.TruncatedBody(),
		"a cut answer":        fullstorytest.CutAfter(10),
		"an answer that ends": fullstorytest.WrongLength(100),
		"a flipped bit":       fullstorytest.FlippedBit(5),
	}
	for _, status := range []int{400, 401, 403, 404, 409, 429, 500, 503} {
		faults[fmt.Sprint(status)] = fullstorytest.StatusBody(status, "application/json", message)
	}
	return faults
}

// routes returns the routes that fail.
func routes() []fullstorytest.Route {
	return []fullstorytest.Route{
		fullstorytest.RouteCreateExport, fullstorytest.RouteListSegments, fullstorytest.RouteGetSegment, fullstorytest.RouteListOperations,
		fullstorytest.RouteGetOperation, fullstorytest.RouteCancelOperation, fullstorytest.RouteGetResults, fullstorytest.RouteGetMe,
		fullstorytest.RouteDownload,
	}
}

// Neither logs, states nor diagnostics contain a secret, whichever request of
// whatever the provider serves fails.
func TestUnit_Secrets_RedactedInEveryFailure(t *testing.T) {
	wantArguments(t)
	for family, c := range map[string]struct {
		options []fullstorytest.Option
		routes  []fullstorytest.Route
	}{
		"reference": {[]fullstorytest.Option{fullstorytest.WithWireFormat("reference")}, routes()},
		// Its links come with the operations; the rest is as above.
		"schema": {[]fullstorytest.Option{fullstorytest.WithDownloadURL()}, []fullstorytest.Route{
			fullstorytest.RouteCreateExport, fullstorytest.RouteGetOperation, fullstorytest.RouteListOperations, fullstorytest.RouteDownload,
		}},
	} {
		for name, fault := range failures() {
			t.Run(family+"/"+name, func(t *testing.T) {
				t.Parallel()
				for _, route := range c.routes {
					synctest.Test(t, func(t *testing.T) {
						uses(t, family, c.options, route, fault, name == "nothing")
					})
				}
			})
		}
	}
}

// onlyTo is a network that reports requests to another host.
type onlyTo struct {
	t       *testing.T
	network *fullstorytest.Network
}

func (o onlyTo) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == elsewhere {
		o.t.Errorf("%s got a request", elsewhere)
	}
	return o.network.RoundTrip(r)
}

func uses(t *testing.T, family string, options []fullstorytest.Option, route fullstorytest.Route, fault fullstorytest.Fault, succeeds bool) {
	t.Helper()
	server := fullstorytest.New(append(slices.Clone(options), fullstorytest.WithAPIKey(key))...)
	defer server.Close()
	network := server.Network()
	defer network.CloseIdleConnections()
	server.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
	server.ForSegment(endless, fullstorytest.Script{Stall: true})
	server.Always(route, fault)
	timeout := time.Second // failed polls do not end a wait
	if succeeds {
		timeout = time.Minute
	}
	seen := &transcript{}
	e := exercise{
		t: t, transcript: seen, arguments: arguments(t.TempDir()),
		session: providertest.NewSessionWith(t, server, map[string]tftypes.Value{
			"api_key": providertest.String(key + "\n"), "wire_format": providertest.String(family), "max_retries": providertest.Number(0),
		}, func(o *fullstory.Options) { o.Transport = onlyTo{t, network} }),
		newContext: func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(tfsdklogtest.RootLogger(tflogtest.RootLogger(t.Context(), seen), seen), timeout)
		},
	}
	e.run()
	seen.wantNoSecret(t, server, e.links...)
	for _, line := range []string{"FullStory responded", "Calling provider defined"} {
		if !strings.Contains(seen.String(), line) {
			t.Errorf("%s: the logs lack %q, so there is nothing to search", route, line)
		}
	}
	// The one diagnostic is the warning that a destroy cancels a running export.
	if succeeds && (e.diagnostics != 1 || len(e.links) == 0 || server.Count(fullstorytest.RouteDownload) != 2 || server.Count(fullstorytest.RouteCancelOperation) != 1) {
		t.Errorf("without a failure there are %d diagnostics, %d links and %d downloads:\n%s",
			e.diagnostics, len(e.links), server.Count(fullstorytest.RouteDownload), seen)
	}
	for _, request := range server.RequestsTo(fullstorytest.RouteDownload) {
		if request.Header.Get("Authorization") != "" {
			t.Errorf("%s: the request to the store contains the key", route)
		}
	}
}
