package rest

// NewTransport lets tests give the client's own transport a certificate to
// trust.
var NewTransport = newTransport

// Redact is what becomes of a text before anybody sees it.
func Redact(c *Client, text string) string { return c.redactor.redact(text) }

// Credentials returns the secrets of a proxy's user.
var Credentials = credentials
