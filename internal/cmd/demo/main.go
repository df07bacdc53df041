// Program demo shows the provider at work: it applies examples/quickstart to a fake FullStory with a real Terraform or
// OpenTofu, shows what comes out, and leaves nothing behind. It needs no account.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// A closed terminal, and a reader of the output that left, must not keep the demo from cleaning up either.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, os.Args[1:], os.Stdout)
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case interrupted:
		fmt.Fprintln(os.Stderr, "\ndemo: interrupted. It has stopped what it had started, and left nothing behind.")
		os.Exit(130)
	default:
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}

// run is the whole demo; an error means that something did not hold. It cleans up also where ctx ends.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	d, err := newDemo(ctx, o, stdout)
	if err != nil {
		return err
	}
	return errors.Join(d.run(ctx), d.close())
}

type options struct {
	terraform  string
	wireFormat string
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.StringVar(&o.terraform, "terraform", "terraform", "`path` of the Terraform or OpenTofu to run, or its name on PATH")
	flags.StringVar(&o.wireFormat, "wire-format", "schema", "description of the API that the fake speaks: schema or reference")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.wireFormat != "schema" && o.wireFormat != "reference":
		return o, fmt.Errorf("-wire-format must be schema or reference, not %q", o.wireFormat)
	}
	return o, nil
}
