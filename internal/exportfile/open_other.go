//go:build !unix

package exportfile

const openFlags = 0
