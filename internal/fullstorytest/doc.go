// Package fullstorytest provides a fake of FullStory's segment export API for
// tests and demos, as net/http/httptest provides a server.
//
// A [Server] implements exports, operations, results with their signed links,
// the store that the links lead to, segments, and the owner of the API key.
// [Server.URL] listens on the loopback interface, for Terraform and other
// programs. [Server.Transport] and [Server.Network] connect net/http's client and
// server in memory, so that a testing/synctest bubble can run hours of polling in
// no time (a socket in a bubble hangs).
//
// A [Script] defines how an export proceeds; [Server.Complete], [Server.Fail]
// and others change it between two steps of a test. A [Fault] defines what
// goes wrong with a request, and [FaultCatalogue] lists those that every
// client should survive. [Server.Requests] returns the requests received, so
// that a test can also assert that none was made.
//
// Options select the documented variants of the API: its two descriptions
// ([WithWireFormat]), the spellings of pagination tokens, the forms of a
// percentage, and so on. By default the fake answers requests of both
// descriptions; [WithSchemaFamilyOnly] limits it to what the published JSON
// Schema's family has.
//
// All responses are hand-written JSON, and the package does not import the
// client: a mistake in the client's types cannot cancel itself out. All state
// belongs to a Server; the package has none.
//
// Mistakes in a test, such as an unknown ID, panic.
package fullstorytest
