package fullstory

import (
	"context"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Options configure a [Client].
type Options struct {
	rest.Options
	// WireFormat is how export requests are written; empty if that is not known
	// yet.
	WireFormat WireFormat
}

// Client calls the API. It is safe for concurrent use.
type Client struct {
	rest       *rest.Client
	wireFormat WireFormat
	poller     *poller

	// owned has the IDs of the operations that this client created or read.
	owned sync.Map

	segments segmentLists
	keyCheck keyCheck
	absent   sync.Map // of an operation ID: absent, its last 404
}

// New returns a client; it makes no request. If an option cannot be used, every
// call returns why: see [Client.Ready].
func New(opts Options) *Client {
	c := &Client{
		rest:       rest.New(opts.Options),
		wireFormat: opts.WireFormat,
		segments:   segmentLists{turn: make(chan struct{}, 1), last: map[string]segmentList{}},
		keyCheck:   keyCheck{turn: make(chan struct{}, 1)},
	}
	c.poller = &poller{client: c, cache: map[string]Operation{}}
	return c
}

// WireFormat returns how the client writes export requests; empty if that is
// not known yet.
func (c *Client) WireFormat() WireFormat { return c.wireFormat }

// Ready returns why the client cannot make requests, or nil if it can: see
// [rest.Client.Ready].
func (c *Client) Ready() error { return c.rest.Ready() }

// Now returns the time by the server's clock: see [rest.Client.ServerTime].
func (c *Client) Now() time.Time { return c.rest.ServerTime(time.Now()) }

func (c *Client) log(ctx context.Context, level slog.Level, message string, fields map[string]any) {
	c.rest.Log(ctx, level, message, fields)
}

// get reads an object: decode reads the JSON of the answer, and its error means
// that the answer cannot be used.
func (c *Client) get(ctx context.Context, query url.Values, decode func(rest.Answer) error, path ...string) error {
	r := rest.Get(query, path...)
	r.Decode = decode
	return c.rest.Do(ctx, r)
}
