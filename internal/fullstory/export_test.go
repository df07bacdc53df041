package fullstory

// NewTransport lets tests give the client's own transport a certificate to
// trust.
var NewTransport = newTransport
