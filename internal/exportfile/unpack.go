package exportfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

const (
	// bufferSize is how many bytes are read at once.
	bufferSize = 256 << 10
	// maxLayers bounds how often a file is gzip in gzip: once for the file, once
	// for the Content-Encoding, once more to be tolerant.
	maxLayers = 3
)

// unpack returns what is in a stream, without any layer of gzip, and whether
// there was one. Exports arrive as gzip, usually without a Content-Encoding.
func unpack(in *bufio.Reader) (data *bufio.Reader, packed bool, err error) {
	for range maxLayers {
		start, err := in.Peek(2)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, packed, err
		}
		if !bytes.Equal(start, []byte{0x1f, 0x8b}) {
			break
		}
		members := &gzipMembers{in: in, z: new(gzip.Reader)}
		if err := members.open(); err != nil {
			return nil, packed, err
		}
		in, packed = bufio.NewReaderSize(members, bufferSize), true
	}
	return in, packed, nil
}

// gzipMembers reads gzip members up to the end of the input. Unlike
// [gzip.Reader], it accepts zero bytes after the last one, as gzip(1) does.
type gzipMembers struct {
	in *bufio.Reader
	z  *gzip.Reader
}

func (m *gzipMembers) open() error {
	if err := m.z.Reset(m.in); errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	} else if err != nil {
		return err
	}
	m.z.Multistream(false)
	return nil
}

func (m *gzipMembers) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if err == io.EOF { //nolint:errorlint // gzip returns it unwrapped at the end of a member
			err = m.next()
		}
		if n > 0 || err != nil || len(p) == 0 {
			return n, err
		}
	}
}

// next opens the next member; the error is [io.EOF] if there is none.
func (m *gzipMembers) next() error {
	padded := false
	for {
		start, err := m.in.Peek(1)
		switch {
		case err != nil:
			return err
		case start[0] == 0x1f && !padded:
			return m.open()
		case start[0] != 0:
			return gzip.ErrHeader
		}
		padded = true
		_, _ = m.in.Discard(1) // it has been peeked
	}
}

// gzipError returns a [*CorruptError] for an error that gzip found in the data.
func gzipError(err error) error {
	_, bits := errors.AsType[flate.CorruptInputError](err)
	switch {
	case err == io.ErrUnexpectedEOF: //nolint:errorlint // wrapped, it is the connection's
		return &CorruptError{"the gzip stream is cut short"}
	case bits, errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return &CorruptError{"the gzip stream is invalid (" + err.Error() + ")"}
	}
	return err
}
