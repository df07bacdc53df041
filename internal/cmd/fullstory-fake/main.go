// Program fullstory-fake serves a fake FullStory on the loopback interface, to
// test Terraform modules without an account.
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
	"strconv"
	"syscall"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fullstory-fake:", err)
		os.Exit(1)
	}
}

// run serves until the context is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	listener, err := listen(ctx, o.host, o.port)
	if err != nil {
		return err
	}
	logger := log.New(stderr, "", log.Ltime)
	server := o.newServer(func(r fullstorytest.Request) {
		// Queries and headers hold signatures and the key.
		logger.Printf("%s %s %d", r.Method, r.Path, r.Status)
	})
	stop := context.AfterFunc(ctx, server.Close)
	defer stop()
	// The port is open, so whoever reads this can send requests.
	if _, err := fmt.Fprintf(stdout, instructions, listener.Addr(), o.key, o.wireFormat); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

const instructions = `FullStory fake listening on http://%[1]s

To point the provider at it, set these variables where Terraform runs:

  export FULLSTORY_ENDPOINT=http://%[1]s
  export FULLSTORY_API_KEY=%[2]s
  export FULLSTORY_WIRE_FORMAT=%[3]s

Stop it with Ctrl-C. It stores nothing.
`

// listen opens a loopback port. It rejects other addresses: the fake's key is
// public.
func listen(ctx context.Context, host string, port int) (net.Listener, error) {
	address := net.JoinHostPort(host, strconv.Itoa(port))
	tcp, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	if !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("-host must be a loopback address such as 127.0.0.1, not %q", host)
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", tcp.String())
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is in use, perhaps by another fullstory-fake. "+
			"Stop that program, or choose another port with -port (0 picks a free one)", port)
	}
	return listener, err
}
