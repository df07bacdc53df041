package fullstorytest_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// The transport faults are the errors that net/http returns in reality.
func TestUnit_TransportFaults_AreTheRealErrors(t *testing.T) {
	secure, plain := httptest.NewUnstartedServer(http.NotFoundHandler()), httptest.NewServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	t.Cleanup(plain.Close)
	closed := httptest.NewServer(nil)
	closed.Close()
	none := &http.Transport{DialContext: (&net.Dialer{Timeout: time.Nanosecond}).DialContext}
	for name, test := range map[string]struct {
		fault     fullstorytest.Fault
		url       string
		transport *http.Transport
	}{
		"refused":   {fullstorytest.Refused(), closed.URL, &http.Transport{}},
		"untrusted": {fullstorytest.Untrusted(), secure.URL, &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}},
		"not TLS":   {fullstorytest.NotTLS(), strings.Replace(plain.URL, "http:", "https:", 1), &http.Transport{}},
		"timeout":   {fullstorytest.ConnectTimeout(), plain.URL, none},
	} {
		t.Run(name, func(t *testing.T) {
			s := fullstorytest.New()
			s.Inject(fullstorytest.RouteGetMe, test.fault)
			got, want := requestError(t, s.Transport(), "https://api.example.com"), requestError(t, test.transport, test.url)
			if types(got) != types(want) {
				t.Errorf("the fault is %s: %v\nin reality it is %s: %v", types(got), got, types(want), want)
			}
			if hostless := got.Error()[strings.LastIndex(got.Error(), ": ")+1:]; !strings.HasSuffix(want.Error(), hostless) {
				t.Errorf("the fault is %v\nin reality it is %v", got, want)
			}
			equal(t, "requests", len(s.Requests()), 0)
			inProcess(t, s).get("/me") // the fault is used up
		})
	}
}

func TestUnit_TransportFaults_NoSuchHost(t *testing.T) {
	s := fullstorytest.New()
	s.Inject(fullstorytest.RouteGetMe, fullstorytest.NoSuchHost())
	err := requestError(t, s.Transport(), "https://api.example.com")
	if unknown, ok := errors.AsType[*net.DNSError](err); !ok || !unknown.IsNotFound {
		t.Errorf("the error is %v", err)
	}
}

// requestError returns the error of a request that gets no connection, as a
// client trace sees it.
func requestError(t *testing.T, transport http.RoundTripper, base string) error {
	t.Helper()
	sought, got := false, false
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GetConn: func(string) { sought = true }, GotConn: func(httptrace.GotConnInfo) { got = true },
	})
	defer func() {
		if !sought || got {
			t.Errorf("a connection was looked for: %t, and found: %t", sought, got)
		}
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("no error")
	}
	return err
}

// types returns the types of an error and of those that it wraps.
func types(err error) string {
	s := ""
	for err != nil {
		s += fmt.Sprintf("%T ", err)
		wrapper, ok := err.(interface{ Unwrap() error })
		if !ok {
			break
		}
		err = wrapper.Unwrap()
	}
	return s
}
