package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestUnit_ServesUntilStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, stdout := io.Pipe()
	var stderr lockedBuffer
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"-key", "na1.secret", "-duration", "0s"}, stdout, &stderr) }()

	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "FullStory fake listening on ")
	if !ok {
		t.Fatalf("the first line is %q", line)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/me?signature=hidden", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Basic na1.secret")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("GET /me answers %d", resp.StatusCode)
	}

	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("run ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("run does not end")
	}
	logged := stderr.String()
	if !strings.Contains(logged, "GET /me 200") {
		t.Errorf("the log lacks the request: %q", logged)
	}
	for _, secret := range []string{"na1.secret", "hidden"} {
		if strings.Contains(logged, secret) {
			t.Errorf("the log tells %q: %q", secret, logged)
		}
	}
}

func TestUnit_RefusesWhatItCannotDo(t *testing.T) {
	for name, args := range map[string][]string{
		"every interface":   {"-addr", "0.0.0.0:0"},
		"no host":           {"-addr", ":0"},
		"another network":   {"-addr", "192.0.2.1:0"},
		"wire format":       {"-wire-format", "soap"},
		"no rows":           {"-rows", "0"},
		"negative duration": {"-duration", "-1s"},
		"argument":          {"serve"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			if err := run(ctx, args, io.Discard, io.Discard); err == nil {
				t.Error(fmt.Sprint(args, " is accepted"))
			}
		})
	}
}

// lockedBuffer takes what several goroutines write.
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
