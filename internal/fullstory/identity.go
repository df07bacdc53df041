package fullstory

import "context"

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
	if _, err := c.do(ctx, r, &wire); err != nil {
		return Identity{}, err
	}
	return Identity{Email: string(wire.Email), OrgID: string(wire.OrgID), Role: string(wire.Role)}, nil
}

// CheckKey reads the owner of the client's key with one request for the life of
// the client. first reports whether this call made it.
func (c *Client) CheckKey(ctx context.Context) (identity Identity, first bool, err error) {
	return c.identity.get(func() (Identity, error) {
		r := get(nil, "me")
		r.noRetry = true // the check is optional
		return c.getMe(ctx, r)
	})
}
