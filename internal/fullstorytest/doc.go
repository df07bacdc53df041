// Package fullstorytest is a FullStory to run in a test or a demo, as net/http/httptest is a server to run in one.
//
// A [Server] speaks the segment export API: exports, operations, results with their signed links, the download behind
// them, segments and the owner of the key. It has three doors. [Server.URL] is a socket on the loopback interface, for
// Terraform and other programs. [Server.Transport] is in process and waits on nothing but timers and channels made in
// the caller's goroutines, so a testing/synctest bubble can run hours of waiting through it in no time; a socket within
// a bubble hangs. [Server.Network] is both: the whole of net/http, over connections in memory, with the faults that lie
// below it.
//
// How a job goes is said beforehand with a [Script], or between two steps with [Server.Complete] and its kin. What goes
// wrong is said with a [Fault]; [Troubles] are all that a client should be put through. What was asked, and what was not, is read from [Server.Requests].
//
// The wire is written by hand, in JSON text, and nothing here imports the client: a mistake in the client's structs
// cannot cancel itself out. Server state belongs to the Server; the package has none.
//
// Mistakes of a test, such as an id that never existed, panic: a test that cannot do what it says must not pass.
package fullstorytest
