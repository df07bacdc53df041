// Program fullstory-fake serves a fake FullStory on the loopback interface, for trying modules out without an account.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "fullstory-fake:", err)
		os.Exit(1)
	}
}

// run serves until the context is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, o.addr, o.port)
	if err != nil {
		return err
	}
	logger := log.New(stderr, "", log.Ltime)
	server := fullstorytest.New(
		fullstorytest.WithAPIKey(o.key),
		fullstorytest.WithWireFormat(o.wireFormat),
		fullstorytest.WithDefaultScript(fullstorytest.Script{After: o.duration, Rows: o.rows}),
		fullstorytest.WithRequestHook(func(r fullstorytest.Request) {
			// Neither the query nor a header: they hold signatures and the key.
			logger.Printf("%s %s %d", r.Method, r.Path, r.Status)
		}),
	)
	stop := context.AfterFunc(ctx, server.Close)
	defer stop()
	// The port is open already: whoever reads this line may go ahead.
	if _, err := fmt.Fprintf(stdout, usage, listener.Addr(), o.key, o.wireFormat); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

const usage = `FullStory fake listening on http://%[1]s

Point the provider at it:

  export FULLSTORY_ENDPOINT=http://%[1]s
  export FULLSTORY_API_KEY=%[2]s
  export FULLSTORY_WIRE_FORMAT=%[3]s

Stop it with Ctrl-C. It keeps nothing.
`

type options struct {
	addr       string
	port       int
	key        string
	wireFormat string
	duration   time.Duration
	rows       int
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("fullstory-fake", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:0", "loopback `host:port` to listen on; port 0 is a free one")
	flags.IntVar(&o.port, "port", 0, "`port` to listen on, instead of the one in -addr")
	flags.StringVar(&o.key, "key", fullstorytest.APIKey, "API `key` to accept")
	flags.StringVar(&o.wireFormat, "wire-format", "schema", "description of the API to speak: schema or reference")
	flags.DurationVar(&o.duration, "duration", 3*time.Second, "how long each export takes")
	flags.IntVar(&o.rows, "rows", 25, "`rows` in each exported file")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.wireFormat != "schema" && o.wireFormat != "reference":
		return o, fmt.Errorf("-wire-format must be schema or reference, not %q", o.wireFormat)
	case o.rows < 1:
		return o, fmt.Errorf("-rows must be at least 1, not %d", o.rows)
	case o.duration < 0:
		return o, fmt.Errorf("-duration must not be negative, and is %s", o.duration)
	}
	return o, nil
}

// listen opens a loopback port. Other addresses are refused: the fake has a well-known key, and no secrets to keep, but
// it is nobody's business on a network either.
func listen(ctx context.Context, addr string, port int) (net.Listener, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, err
	}
	if !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("will not listen on %s: it is not a loopback address", addr)
	}
	if port != 0 {
		tcp.Port = port
	}
	var lc net.ListenConfig
	return lc.Listen(ctx, "tcp", tcp.String())
}
