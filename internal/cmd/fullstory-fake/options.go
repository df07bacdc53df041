package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// defaultPort is the same in every run, so that environments can be prepared.
const defaultPort = 8431

// options are the values of the flags.
type options struct {
	host       string
	port       int
	key        string
	role       string
	wireFormat string

	script         fullstorytest.Script // of every export
	strictSegments bool
	segments       []fullstorytest.Segment
	rateLimit      fullstorytest.RateLimit
	faults         []routeFault
}

// roles are the values of -role, and what the API calls them.
var roles = map[string]string{"admin": "ADMIN", "architect": "ARCHITECT", "standard": "USER"}

// parse reads the flags. It prints the help that -help asks for, and returns
// mistakes as errors.
func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("fullstory-fake", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main prints errors, once
	o.register(flags)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stdout)
			_, _ = fmt.Fprint(stdout, "Usage: fullstory-fake [flags]\n\nServes a fake FullStory for tests of Terraform modules.\n\n")
			flags.PrintDefaults()
			_, _ = fmt.Fprint(stdout, "\n", contentHelp(), "\n", faultHelp())
			return o, err
		}
		return o, fmt.Errorf("%w. Run it with -help for all flags", err)
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q. Run it with -help for all flags", flags.Arg(0))
	}
	return o, o.validate()
}

func (o *options) register(flags *flag.FlagSet) {
	flags.StringVar(&o.host, "host", "127.0.0.1", "loopback `address` to listen on")
	flags.IntVar(&o.port, "port", defaultPort, "`port` to listen on; 0 picks a free one")
	flags.StringVar(&o.key, "key", fullstorytest.APIKey, "API `key` to accept")
	flags.StringVar(&o.role, "role", "architect", "`role` of the key: admin, architect, or standard, which may neither create exports nor get links (403)")
	flags.StringVar(&o.wireFormat, "wire-format", "reference", "description of the API to follow: reference or schema")
	flags.DurationVar(&o.script.After, "duration", 3*time.Second, "`time` that each export takes")
	flags.DurationVar(&o.script.Lifetime, "lifetime", 7*24*time.Hour, "`time` from an export's completion until it expires")
	flags.IntVar(&o.script.Rows, "rows", 25, "`rows` in each exported file")
	flags.StringVar(&o.script.ErrorDetails, "fail", "", "make every export fail, for this `reason`")
	flags.BoolVar(&o.script.Stall, "stall", false, "let no export finish")
	flags.BoolVar(&o.strictSegments, "strict-segments", false, "reject exports of unknown segments with 404")
	flags.Func("segment", "add a segment, as `ID=NAME`; can be repeated", o.addSegment)
	flags.DurationVar(&o.rateLimit.Interval, "rate-limit", 0, "allow one API request per this `interval`, and reject others with 429")
	flags.IntVar(&o.rateLimit.Burst, "burst", 1, "`requests` that -rate-limit allows at once")
	flags.Func("fault", "make requests fail, as `ROUTE=FAULT[*COUNT]` (see below); can be repeated", o.addFault)
}

func (o *options) addSegment(value string) error {
	id, name, ok := strings.Cut(value, "=")
	if !ok || id == "" {
		return fmt.Errorf("must be ID=NAME, such as cart=Full cart")
	}
	o.segments = append(o.segments, fullstorytest.Segment{ID: id, Name: name})
	return nil
}

func (o *options) addFault(value string) error {
	fault, err := parseFault(value)
	o.faults = append(o.faults, fault)
	return err
}

func (o *options) validate() error {
	switch {
	case o.wireFormat != "schema" && o.wireFormat != "reference":
		return fmt.Errorf("-wire-format must be reference or schema, not %q", o.wireFormat)
	case o.port < 0 || o.port > 65535:
		return fmt.Errorf("-port must be from 0 to 65535, not %d", o.port)
	case roles[o.role] == "":
		return fmt.Errorf("-role must be admin, architect or standard, not %q", o.role)
	case o.key == "":
		return fmt.Errorf("-key must not be empty")
	case o.script.Rows < 1:
		return fmt.Errorf("-rows must be at least 1, not %d", o.script.Rows)
	case o.script.After < 0:
		return fmt.Errorf("-duration must not be negative: %s", o.script.After)
	case o.script.Lifetime <= 0:
		return fmt.Errorf("-lifetime must be positive, not %s", o.script.Lifetime)
	case o.script.ErrorDetails != "" && o.script.Stall:
		return fmt.Errorf("-fail and -stall exclude each other")
	case o.rateLimit.Interval < 0:
		return fmt.Errorf("-rate-limit must not be negative: %s", o.rateLimit.Interval)
	case o.rateLimit.Burst < 1:
		return fmt.Errorf("-burst must be at least 1, not %d", o.rateLimit.Burst)
	}
	return nil
}

// newServer returns a fake that behaves as the flags say.
func (o *options) newServer(hook func(fullstorytest.Request)) *fullstorytest.Server {
	opts := []fullstorytest.Option{
		fullstorytest.WithAPIKey(o.key),
		fullstorytest.WithRole(roles[o.role]),
		fullstorytest.WithWireFormat(o.wireFormat),
		fullstorytest.WithDefaultScript(o.script),
		fullstorytest.WithRateLimit(o.rateLimit),
		fullstorytest.WithRequestHook(hook),
	}
	if o.strictSegments {
		opts = append(opts, fullstorytest.WithStrictSegments())
	}
	server := fullstorytest.New(opts...)
	for _, segment := range o.segments {
		server.AddSegment(segment)
	}
	for _, fault := range o.faults {
		fault.inject(server)
	}
	return server
}
