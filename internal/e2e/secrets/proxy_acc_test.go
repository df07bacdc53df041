package secrets_test

import (
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	proxyUser     = "robot"
	proxyPassword = "pr0xyPassw0rd"
)

// proxy is a forward proxy that connects every tunnel to one server.
type proxy struct {
	*httptest.Server
	mu sync.Mutex
	// accepted are the hosts of CONNECT requests with the right password, and
	// refused are all other requests.
	accepted, refused []string
}

// newProxy closes the server behind it when it is closed itself.
func newProxy(t *testing.T, server *httptest.Server) *proxy {
	t.Helper()
	p := &proxy{}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(proxyUser+":"+proxyPassword))
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		known := r.Method == http.MethodConnect && r.Header.Get("Proxy-Authorization") == want
		if known {
			p.accepted = append(p.accepted, r.Host)
		} else {
			p.refused = append(p.refused, r.Method+" "+r.Host)
		}
		p.mu.Unlock()
		if !known {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		if r.Header.Get("Authorization") != "" {
			t.Error("the proxy received the key")
		}
		tunnel(w, r, server.Listener.Addr().String())
	}))
	t.Cleanup(func() {
		p.Close()
		server.Close()
	})
	return p
}

func tunnel(w http.ResponseWriter, r *http.Request, to string) {
	out, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", to)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer out.Close()
	w.WriteHeader(http.StatusOK)
	in, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer in.Close()
	go func() {
		_, _ = io.Copy(out, buffered) // ends when either side closes
		_ = out.Close()
	}()
	_, _ = io.Copy(in, out)
}

// address returns a value for HTTPS_PROXY, with a password.
func (p *proxy) address(password string) string {
	address := url.URL{Scheme: "http", User: url.UserPassword(proxyUser, password), Host: p.Listener.Addr().String()}
	return address.String()
}

// trusting returns a CLI with a provider that trusts a TLS server. The
// certificate of a test server is for example.com.
func trusting(t *testing.T, fake *fullstorytest.Server, endpoint string, server *httptest.Server) *providertest.CLI {
	t.Helper()
	cli := terraform(t, fake, everything)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(authority, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	cli.Env = append(cli.Env, "FULLSTORY_ENDPOINT="+endpoint, "FULLSTORY_WIRE_FORMAT=schema", "SSL_CERT_FILE="+authority,
		"HTTPS_PROXY=", "https_proxy=", "NO_PROXY=", "no_proxy=")
	return cli
}

func TestAcc_Secrets_RedactedBehindAProxy(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux trusts the certificates of SSL_CERT_FILE")
	}
	const behind = "https://api.example.com"
	for name, c := range map[string]struct {
		endpoint string // empty: the server's own address, by a name that is not loopback's
		env      func(p *proxy) []string
		// accepted and refused report whether the proxy got such requests.
		accepted, refused bool
		exports           int
		message           string
	}{
		"through it":       {behind, func(p *proxy) []string { return []string{"HTTPS_PROXY=" + p.address(proxyPassword)} }, true, false, 1, "Apply complete"},
		"a wrong password": {behind, func(p *proxy) []string { return []string{"HTTPS_PROXY=" + p.address(proxyPassword+"?")} }, false, true, 0, "refused the connection with status 407"},
		"nobody there": {behind, func(*proxy) []string {
			return []string{"HTTPS_PROXY=http://" + proxyUser + ":" + proxyPassword + "@127.0.0.1:1"}
		}, false, false, 0, "proxyconnect"},
		"past it": {"", func(p *proxy) []string {
			return []string{"HTTPS_PROXY=" + p.address(proxyPassword), "NO_PROXY=0.0.0.0"}
		}, false, false, 0, "certificate"},
		"not past it": {"", func(p *proxy) []string {
			return []string{"HTTPS_PROXY=" + p.address(proxyPassword), "NO_PROXY=0.0.0.1"}
		}, true, false, 0, "certificate"},
		"an address that is none": {"", func(*proxy) []string {
			return []string{"HTTPS_PROXY=http://" + proxyUser + ":" + proxyPassword + "%zz@proxy.example"}
		}, false, false, 0, "certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fullstorytest.New(fullstorytest.WithAPIKey(key))
			defer fake.Close()
			fake.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
			server := httptest.NewUnstartedServer(fake.Handler())
			server.Config.ErrorLog = log.New(io.Discard, "", 0) // some cases reject its certificate
			server.StartTLS()
			p := newProxy(t, server)
			if c.endpoint == "" {
				_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
				c.endpoint = "https://0.0.0.0:" + port
			}
			cli := trusting(t, fake, c.endpoint, server)
			cli.Env = append(cli.Env, c.env(p)...)
			seen := &transcript{}
			seen.add(cli.Run("apply", "-auto-approve", "-json").Output)
			seen.files(t, cli.Dir)
			seen.wantNoSecret(t, fake)
			for _, secret := range []string{proxyPassword, base64.StdEncoding.EncodeToString([]byte(proxyUser + ":" + proxyPassword))} {
				if strings.Contains(seen.String(), secret) {
					t.Errorf("the proxy's password is printed: %s", secret)
				}
			}
			if len(fake.Exports()) != c.exports || len(p.accepted) > 0 != c.accepted || len(p.refused) > 0 != c.refused || !strings.Contains(seen.String(), c.message) {
				t.Errorf("%d exports, the proxy accepted %v and refused %v; want the message %q:\n%s",
					len(fake.Exports()), p.accepted, p.refused, c.message, seen)
			}
		})
	}
}

// A plain http endpoint on another machine is rejected before any request.
func TestAcc_Secrets_NotSentOverPlainHTTP(t *testing.T) {
	t.Parallel()
	fake := fullstorytest.New(fullstorytest.WithAPIKey(key))
	defer fake.Close()
	p := newProxy(t, httptest.NewServer(fake.Handler()))
	cli := terraform(t, fake, `resource "fullstory_segment_export" "x" {
  segment_id = "everyone"
  type       = "events"
}`)
	for _, endpoint := range []string{"http://api.example.com", "http://0.0.0.0:" + fake.URL()[strings.LastIndex(fake.URL(), ":")+1:]} {
		cli.Env = append(cli.Env, "HTTP_PROXY="+p.address(proxyPassword), "FULLSTORY_ENDPOINT="+endpoint)
		result := cli.Run("apply", "-auto-approve", "-json")
		if result.ExitCode == 0 || !strings.Contains(result.Output, "plain http would send the API key in clear text") {
			t.Errorf("%s is not rejected:\n%s", endpoint, result.Output)
		}
	}
	if n := len(fake.Requests()); n+len(p.accepted)+len(p.refused) > 0 {
		t.Errorf("%d requests, and the proxy got %v and %v", n, p.accepted, p.refused)
	}
}

// Requests to the loopback address, and with them the key, bypass the proxy.
func TestAcc_Secrets_LoopbackBypassesTheProxy(t *testing.T) {
	t.Parallel()
	fake := fullstorytest.New(fullstorytest.WithAPIKey(key))
	defer fake.Close()
	fake.AddOperation("done", "SEARCH_EXPORT", "COMPLETED")
	p := newProxy(t, httptest.NewServer(http.NotFoundHandler()))
	cli := terraform(t, fake, everything)
	cli.Env = append(cli.Env, "HTTP_PROXY="+p.address(proxyPassword), "HTTPS_PROXY="+p.address(proxyPassword))
	cli.Apply()
	if len(p.accepted)+len(p.refused) > 0 || len(fake.Exports()) != 1 {
		t.Errorf("the proxy got %v and %v; %d exports", p.accepted, p.refused, len(fake.Exports()))
	}
}
