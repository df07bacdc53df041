package fullstory

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Identity is the owner of an API key.
type Identity struct {
	Email string
	OrgID string
	Role  string // ADMIN, ARCHITECT, USER (which means Standard), or another
}

// roleStandard is the role of a key that cannot export (documented).
const roleStandard = "USER"

// CanExport reports whether a key of this role may create exports; unfamiliar
// roles are assumed to be allowed.
func (i Identity) CanExport() bool { return i.Role != roleStandard }

// GetMe reads the owner of the client's key (reference only).
func (c *Client) GetMe(ctx context.Context) (Identity, error) {
	return c.getMe(ctx, get(nil, "me"))
}

func (c *Client) getMe(ctx context.Context, r request) (Identity, error) {
	var wire struct {
		Email flexEmail  `json:"email"`
		OrgID flexString `json:"orgId"`
		Role  flexString `json:"role"`
	}
	got, err := c.do(ctx, r, &wire)
	if err != nil {
		return Identity{}, err
	}
	identity := Identity{Email: string(wire.Email), OrgID: string(wire.OrgID), Role: string(wire.Role)}
	if identity == (Identity{}) {
		return identity, c.newUnexpectedResponse(r, got, errors.New("it has neither an e-mail address, an organization nor a role"))
	}
	return identity, nil
}

// keyCheckTimeout limits the check of the key, which is optional.
const keyCheckTimeout = 10 * time.Second

// keyCheck is the only check of a client's key.
type keyCheck struct {
	once     sync.Once
	done     chan struct{} // closed when the result is set; unlike a once, a context can end the wait for it
	identity Identity
	err      error
}

// CheckKey reads the owner of the client's key with one request for the life of
// the client. first reports whether this call made it. The request has a time
// limit of its own, because all calls share its result.
func (c *Client) CheckKey(ctx context.Context) (identity Identity, first bool, err error) {
	if err := c.Ready(); err != nil {
		return Identity{}, false, err
	}
	k := &c.keyCheck
	k.once.Do(func() {
		first, k.done = true, make(chan struct{})
		go func() {
			defer close(k.done)
			limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), keyCheckTimeout)
			defer cancel()
			r := get(nil, "me")
			r.noRetry = true // the check is optional
			k.identity, k.err = c.getMe(limited, r)
		}()
	})
	select {
	case <-k.done:
		return k.identity, first, k.err
	case <-ctx.Done():
		return Identity{}, first, ctx.Err()
	}
}
