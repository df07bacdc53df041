package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// fake is a running program.
type fake struct {
	t      *testing.T
	url    string
	output string // what it printed
	key    string
	log    *lockedBuffer
	stop   func() error
}

// start runs the program on a free port until the test ends.
func start(t *testing.T, args ...string) *fake {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	f := &fake{t: t, key: fullstorytest.APIKey, log: &lockedBuffer{}}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"-port", "0"}, args...), stdout, f.log)
		_ = stdout.Close()
	}()
	f.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(10 * time.Second):
			return context.DeadlineExceeded
		}
	})
	t.Cleanup(func() { _ = f.stop() })
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		f.output += lines.Text() + "\n"
		if strings.HasPrefix(lines.Text(), "Stop it") {
			break
		}
	}
	first, _, _ := strings.Cut(f.output, "\n")
	url, ok := strings.CutPrefix(first, "FullStory fake listening on ")
	if !ok {
		t.Fatalf("it ended with %v and printed %q", f.stop(), f.output)
	}
	f.url = url
	return f
}

// do sends a request and returns the status and the body.
func (f *fake) do(method, path, body string) (int, string, error) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Basic "+f.key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	read, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(read), err
}

const (
	createPath = "/segments/v1/exports"
	createBody = `{"segmentId":"everyone","type":"TYPE_EVENT","format":"FORMAT_CSV","timeRange":{"start":"","end":""}}`
)

// operation creates an export and returns its operation.
func (f *fake) operation() map[string]any {
	f.t.Helper()
	var created struct{ OperationID string }
	status, body, err := f.do(http.MethodPost, createPath, createBody)
	if err != nil || status != http.StatusOK || json.Unmarshal([]byte(body), &created) != nil {
		f.t.Fatalf("the export was not created: %d %s %v", status, body, err)
	}
	var operation map[string]any
	_, body, err = f.do(http.MethodGet, "/operations/v1/"+created.OperationID, "")
	if err != nil || json.Unmarshal([]byte(body), &operation) != nil {
		f.t.Fatalf("the operation is %s, %v", body, err)
	}
	return operation
}

func TestUnit_ServesUntilStopped(t *testing.T) {
	f := start(t, "-key", "na1.secret", "-wire-format", "schema")
	for _, line := range []string{"export FULLSTORY_ENDPOINT=" + f.url, "export FULLSTORY_API_KEY=na1.secret", "export FULLSTORY_WIRE_FORMAT=schema"} {
		if !strings.Contains(f.output, "  "+line+"\n") {
			t.Errorf("the output lacks %q: %s", line, f.output)
		}
	}
	f.key = "na1.secret"
	if status, body, err := f.do(http.MethodGet, "/me?signature=hidden", ""); status != http.StatusOK {
		t.Errorf("GET /me: %d %s %v", status, body, err)
	}
	if err := f.stop(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	logged := f.log.String()
	if !strings.Contains(logged, "GET /me 200") {
		t.Errorf("the log lacks the request: %q", logged)
	}
	for _, secret := range []string{"na1.secret", "hidden"} {
		if strings.Contains(logged, secret) {
			t.Errorf("the log contains %q: %q", secret, logged)
		}
	}
}

func TestUnit_Flags_OfExports(t *testing.T) {
	for name, test := range map[string]struct {
		args        []string
		member      string
		want        any
		wantResults bool
	}{
		"completed":     {[]string{"-duration", "0s"}, "state", "COMPLETED", true},
		"takes a while": {[]string{"-duration", "1h"}, "state", "PENDING", false},
		"failed":        {[]string{"-duration", "0s", "-fail", "too large"}, "errorDetails", "too large", false},
		"stalled":       {[]string{"-duration", "0s", "-stall"}, "state", "PENDING", false},
	} {
		t.Run(name, func(t *testing.T) {
			operation := start(t, test.args...).operation()
			if operation[test.member] != test.want || (operation["results"] != nil) != test.wantResults {
				t.Errorf("the operation is %v", operation)
			}
		})
	}
}

func TestUnit_Flags_Segments(t *testing.T) {
	f := start(t, "-strict-segments", "-segment", "mine=My = segment")
	unknown := strings.Replace(createBody, "everyone", "nobody", 1)
	if status, body, err := f.do(http.MethodPost, createPath, unknown); status != http.StatusNotFound {
		t.Errorf("an unknown segment: %d %s %v", status, body, err)
	}
	if status, body, err := f.do(http.MethodGet, "/segments/v1/mine", ""); status != http.StatusOK || !strings.Contains(body, `"My = segment"`) {
		t.Errorf("the segment: %d %s %v", status, body, err)
	}
}

// A Standard key reads, and gets neither exports nor links.
func TestUnit_Flags_Role(t *testing.T) {
	f := start(t, "-role", "standard")
	for _, request := range []struct {
		method, path string
		want         int
	}{{http.MethodGet, "/me", 200}, {http.MethodGet, "/segments/v1", 200}, {http.MethodPost, createPath, 403}, {http.MethodGet, "/search/v1/exports/x/results", 403}} {
		if status, body, err := f.do(request.method, request.path, createBody); status != request.want || request.path == "/me" && !strings.Contains(body, `"USER"`) {
			t.Errorf("%s %s: %d %s %v", request.method, request.path, status, body, err)
		}
	}
}

func TestUnit_Flags_Faults(t *testing.T) {
	f := start(t, "-fault", "POST /segments/v1/exports=response-lost*1", "-fault", "GET /me=503")
	if status, _, err := f.do(http.MethodPost, createPath, createBody); err == nil {
		t.Errorf("the first POST got %d", status)
	}
	if status, body, err := f.do(http.MethodPost, createPath, createBody); status != http.StatusOK {
		t.Errorf("the second POST: %d %s %v", status, body, err)
	}
	for range 2 {
		if status, body, err := f.do(http.MethodGet, "/me", ""); status != http.StatusServiceUnavailable {
			t.Errorf("GET /me: %d %s %v", status, body, err)
		}
	}
}

// A mistake is reported by the returned error alone, which main prints.
func TestUnit_Flags_Mistakes(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"unknown flag":      {[]string{"-ports", "1"}, "flag provided but not defined: -ports. Run it with -help"},
		"every interface":   {[]string{"-host", "0.0.0.0"}, "-host must be a loopback address"},
		"no host":           {[]string{"-host", ""}, "-host must be a loopback address"},
		"another network":   {[]string{"-host", "192.0.2.1"}, "-host must be a loopback address"},
		"port":              {[]string{"-port", "65536"}, "-port must be from 0 to 65535"},
		"wire format":       {[]string{"-wire-format", "soap"}, `-wire-format must be reference or schema, not "soap"`},
		"role":              {[]string{"-role", "USER"}, `-role must be admin, architect or standard, not "USER"`},
		"negative duration": {[]string{"-duration", "-1s"}, "-duration must not be negative"},
		"fail and stall":    {[]string{"-fail", "x", "-stall"}, "-fail and -stall exclude each other"},
		"segment":           {[]string{"-segment", "x"}, "must be ID=NAME"},
		"fault":             {[]string{"-fault", "reset"}, "must be ROUTE=FAULT"},
		"fault's route":     {[]string{"-fault", "GET /you=reset"}, `unknown route "GET /you"`},
		"fault's name":      {[]string{"-fault", "GET /me=explosion"}, `unknown fault "explosion"`},
		"fault's count":     {[]string{"-fault", "GET /me=503*0"}, "the count must be at least 1"},
		"argument":          {[]string{"serve"}, `unexpected argument "serve"`},
	} {
		t.Run(name, func(t *testing.T) {
			var out lockedBuffer
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			err := run(ctx, test.args, &out, &out)
			if err == nil || !strings.Contains(err.Error(), test.want) || out.String() != "" {
				t.Errorf("%v: the error is %v, the output %q", test.args, err, out.String())
			}
		})
	}
}

func TestUnit_Flags_Help(t *testing.T) {
	var out lockedBuffer
	if err := run(t.Context(), []string{"-help"}, &out, io.Discard); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"-strict-segments", "GET /operations/v1/{id}", "response-lost", "(default 8431)", "robot@example.com", "n8ZqXw3KpL2c", "standard error"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the help lacks %q: %s", want, out.String())
		}
	}
}

func TestUnit_PortInUse(t *testing.T) {
	var lc net.ListenConfig
	taken, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), []string{"-port", port}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "port "+port+" is in use") || !strings.Contains(err.Error(), "-port") {
		t.Errorf("the error is %v", err)
	}
}

// lockedBuffer is a buffer for several goroutines.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
