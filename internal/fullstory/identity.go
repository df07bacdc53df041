package fullstory

import (
	"context"
	"encoding/json"
	"errors"
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
			Email flexEmail  `json:"email"`
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
	turn     chan struct{} // holds a value during a check
	done     bool
	identity Identity
	err      error
}

// CheckKey reads the owner of the client's key with one request for the life of
// the client. first reports whether this call made it.
func (c *Client) CheckKey(ctx context.Context) (identity Identity, first bool, err error) {
	if err := c.Ready(); err != nil {
		return Identity{}, false, err
	}
	check := &c.keyCheck
	select {
	case check.turn <- struct{}{}:
		defer func() { <-check.turn }()
	case <-ctx.Done():
		return Identity{}, false, ctx.Err()
	}
	if check.done {
		return check.identity, false, check.err
	}
	limited, cancel := context.WithTimeoutCause(ctx, keyCheckTimeout, errSlowIdentity)
	defer cancel()
	check.identity, check.err = c.getMe(limited, true) // the check is optional
	check.done = ctx.Err() == nil                      // its end is not that of others
	return check.identity, true, check.err
}
