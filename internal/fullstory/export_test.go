package fullstory

// NewTransport lets tests give the client's own transport a certificate to
// trust.
var NewTransport = newTransport

// RetryAfter and FileName let what reads single headers be fuzzed.
var RetryAfter = retryAfter

// FileName is the name that a Content-Disposition gives a file.
func FileName(c *Client, disposition string) string { return c.fileName(disposition) }

// Redact is what becomes of a text before anybody sees it.
func Redact(c *Client, text string) string { return c.redact(text) }
