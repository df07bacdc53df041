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

// unpack returns what is in a stream, without any layer of gzip, and how many
// there were. Exports arrive as gzip, usually without a Content-Encoding.
func unpack(in *bufio.Reader) (data *bufio.Reader, layers int, err error) {
	for ; layers < maxLayers; layers++ {
		start, err := in.Peek(2)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, layers, err
		}
		if !bytes.Equal(start, []byte{0x1f, 0x8b}) {
			break
		}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, layers, err
		}
		in = bufio.NewReaderSize(z, bufferSize)
	}
	return in, layers, nil
}

// gzipError returns a [*ContentError] for an error that gzip found in the data.
func gzipError(err error) error {
	_, bits := errors.AsType[flate.CorruptInputError](err)
	switch {
	case err == io.ErrUnexpectedEOF: //nolint:errorlint // wrapped, it is the connection's
		return damaged("the gzip stream is cut short")
	case bits, errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return damaged("the gzip stream is invalid (" + err.Error() + ")")
	}
	return err
}
