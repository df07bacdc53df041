package fullstory

import "context"

// Identity is whom a key belongs to.
type Identity struct {
	Email string
	OrgID string
	Role  string // ADMIN, ARCHITECT, USER (which is Standard), …
}

// GetMe tells what the client's key is.
func (c *Client) GetMe(ctx context.Context) (Identity, error) {
	var answer struct {
		Email string `json:"email"`
		OrgID string `json:"orgId"`
		Role  string `json:"role"`
	}
	if err := c.do(ctx, get(nil, "me"), &answer); err != nil {
		return Identity{}, err
	}
	return Identity{Email: answer.Email, OrgID: answer.OrgID, Role: answer.Role}, nil
}
