package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Identity is the owner of an API key.
type Identity struct {
	Email string
	OrgID string
	Role  string // ADMIN, ARCHITECT, USER (which means Standard), or another
}

// roleStandard is the role of a key that cannot export (documented).
const roleStandard = "USER"

// keyCheckTimeout limits [Client.CheckKey]: nothing depends on the check, and a
// plan waits for it.
const keyCheckTimeout = 10 * time.Second

// CanExport reports whether a key of this role may create exports; unfamiliar
// roles are assumed to be allowed.
func (i Identity) CanExport() bool { return i.Role != roleStandard }

// GetMe reads the owner of the client's key (reference only).
func (c *Client) GetMe(ctx context.Context) (Identity, error) {
	return c.getMe(ctx, false)
}

func (c *Client) getMe(ctx context.Context, noRetry bool) (identity Identity, _ error) {
	r := rest.Get(nil, "me")
	r.NoRetry = noRetry
	r.Decode = func(answer rest.Answer) error {
		var wire struct {
			Email flexString `json:"email"`
			OrgID flexString `json:"orgId"`
			Role  flexString `json:"role"`
		}
		if err := json.Unmarshal(answer.Body, &wire); err != nil {
			return err
		}
		identity = Identity{Email: string(wire.Email), OrgID: string(wire.OrgID), Role: string(wire.Role)}
		if identity == (Identity{}) {
			return errors.New("it has neither an e-mail address, an organization nor a role")
		}
		return nil
	}
	if err := c.rest.Do(ctx, r); err != nil {
		return Identity{}, err
	}
	return identity, nil
}

// errSlowIdentity is transient, which the end of a context is not.
var errSlowIdentity = errors.New("no answer within " + keyCheckTimeout.String())

// keyCheck is the result of [Client.CheckKey].
type keyCheck struct {
	begin    sync.Once
	done     chan struct{} // closed when the result is set
	identity Identity
	err      error
}

// CheckKey reads the owner of the client's key with one request for the life of
// the client. first reports whether this call made it. The request does not end
// with the context of that call, because others wait for its result.
func (c *Client) CheckKey(ctx context.Context) (identity Identity, first bool, err error) {
	if err := c.Ready(); err != nil {
		return Identity{}, false, err
	}
	check := &c.keyCheck
	check.begin.Do(func() {
		first = true
		check.done = make(chan struct{})
		go func() {
			defer close(check.done)
			check.identity, check.err = c.checkKey(context.WithoutCancel(ctx))
		}()
	})
	select {
	case <-check.done:
		return check.identity, first, check.err
	case <-ctx.Done():
		return Identity{}, first, ctx.Err()
	}
}

func (c *Client) checkKey(ctx context.Context) (Identity, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, keyCheckTimeout, errSlowIdentity)
	defer cancel()
	identity, err := c.getMe(ctx, true) // the check is optional
	if err != nil && ctx.Err() != nil {
		err = errSlowIdentity
	}
	return identity, err
}
