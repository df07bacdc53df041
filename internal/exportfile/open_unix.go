//go:build unix

package exportfile

import "syscall"

// openFlags keep opening from following a link, and from waiting for the other
// end of a pipe that took the file's place.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
