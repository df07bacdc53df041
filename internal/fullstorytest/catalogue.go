package fullstorytest

import "time"

// A Trouble is a fault with a name.
type Trouble struct {
	Name  string
	Fault Fault
}

// wrongTypes is JSON in which nothing is of the type that it should be.
const wrongTypes = `{"operationId":[],"id":[],"type":1,"state":[],"operations":{},"segments":"","location":7,"email":{},"name":[]}`

// Troubles are what suites put every call through. A server that fails has done what it was asked for; one that refuses
// has not. They happen on a [Network].
func Troubles() []Trouble {
	json := func(body string) Fault { return ActThenBody(200, "application/json", body) }
	return []Trouble{
		{"connection refused", Refused()},
		{"no such host", NoSuchHost()},
		{"no connection in time", ConnectTimeout()},
		{"untrusted certificate", Untrusted()},
		{"no TLS", NotTLS()},
		{"reset before the request was read", ResetBefore()},
		{"reset after the request was read", AnswerLost()},
		{"GOAWAY", GoAway()},
		{"stall", Stall()},
		{"stall within the answer", StallBody()},
		{"slow trickle", Trickle(40 * time.Second)},
		{"400", Status(400)},
		{"401", Status(401)},
		{"403", Status(403)},
		{"404", Status(404)},
		{"409", Status(409)},
		{"429", TooManyRequests("")},
		{"429 with seconds", TooManyRequests("7")},
		{"429 with a date", TooManyRequests("Fri, 31 Dec 1999 23:59:59 GMT")}, // A bubble's time begins a second later.
		{"429 with an absurd time", TooManyRequests("86400")},
		{"429 with an impossible time", TooManyRequests("99999999999999999999")},
		{"500", ActThenStatus(500)},
		{"502", ActThenStatus(502)},
		{"503", ActThenStatus(503)},
		{"503 with seconds", Unavailable("7")},
		{"504", ActThenStatus(504)},
		{"empty body", json("")},
		{"HTML body", ActThenBody(200, "text/html", "<html>Sign in</html>")},
		{"truncated JSON", json(`{"id":"x`)},
		{"JSON of the wrong types", json(wrongTypes)},
		{"truncated body", TruncatedBody()},
		{"100 MB body", HugeBody(100 << 20)},
		{"redirect to another host", Redirect("https://elsewhere.test/")},
		{"redirect loop", Redirect("?")}, // To the very same address.
	}
}
