package fullstory

// NewTransport lets tests give the client's own transport a certificate to
// trust.
var NewTransport = newTransport

// Interval returns the time between two polls.
var Interval = interval

// Redact is what becomes of a text before anybody sees it.
func Redact(c *Client, text string) string { return c.redact(text) }

// Reason returns the error code and the text of a response's body.
func Reason(status int, body string) (code, text string) {
	_, code, text = describeBody(response{status: status, body: []byte(body)})
	return code, text
}

// Credentials returns the secrets of a proxy's user.
var Credentials = credentials
