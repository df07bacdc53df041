package segmentexport

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/readahead"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// fetch is one file to bring to disk.
type fetch struct {
	path       string
	mode       fs.FileMode
	decompress bool
	// replace allows to put it in the place of another file.
	replace bool
	// adopt is told the path where a file that stands there already is taken for
	// ours, before it is read; nil is fine.
	adopt func(path string)
}

// fetched is what stands at the path then.
type fetched struct {
	content    localfile.Content
	sourceName string
}

// buffer is what a read from the network may take at once, in bytes. The memory
// used does not depend on the size of the file.
const buffer = 256 << 10

// run downloads an export's file. It stands at the path whole and verified, or
// nothing has changed there.
func (f fetch) run(ctx context.Context, client *fullstory.Client, operation fullstory.Operation) (fetched, error) {
	download, err := client.Download(ctx, operation)
	if err != nil {
		return fetched{}, err // before a file or a folder is made
	}
	defer func() { _ = download.Close() }()
	file, err := localfile.Create(f.path, f.mode)
	if err != nil {
		return fetched{}, err
	}
	defer file.Discard()

	content, streamErr := f.stream(download, file)
	for n := 0; n < client.Restarts(streamErr); n++ {
		_ = download.Close()
		again, err := client.Download(ctx, operation)
		if err != nil {
			return fetched{}, err
		}
		download = again
		if err := file.Restart(); err != nil {
			return fetched{}, err
		}
		content, streamErr = f.stream(download, file)
	}
	if streamErr != nil {
		return fetched{}, streamErr
	}
	if err := f.commit(file, &content); err != nil {
		return fetched{}, err
	}
	return fetched{content: content, sourceName: download.FileName}, nil
}

// stream takes the bytes from the store through gzip and hash into the file.
func (f fetch) stream(download *fullstory.Download, file io.Writer) (localfile.Content, error) {
	data, err := f.data(download, bufio.NewReaderSize(download, buffer))
	if err != nil {
		return localfile.Content{}, corrupt(err)
	}
	// Unpacking runs ahead while what came is hashed and written.
	ahead := readahead.NewReader(data)
	defer ahead.Close()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(sum, file), ahead)
	return localfile.Content{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, corrupt(err)
}

// corrupt tells gzip's complaints about the data from other errors.
func corrupt(err error) error {
	_, bits := errors.AsType[flate.CorruptInputError](err)
	if bits || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || err == io.ErrUnexpectedEOF { //nolint:errorlint // wrapped, it is the connection's
		return &fullstory.CorruptError{Reason: "it is not whole, or not gzip (" + err.Error() + ")"}
	}
	return err
}

// data is what is to be written, which depends on how the first bytes look:
// exports come as gzip with or without saying so, or plain.
func (f fetch) data(download *fullstory.Download, in *bufio.Reader) (io.Reader, error) {
	layers := 1
	if download.ContentEncoding == "gzip" {
		layers = 2 // the encoding, and what the file itself may be
	}
	peeked := in
	for ; layers > 0; layers-- {
		if !isGzip(peeked) {
			break
		}
		if !f.decompress {
			return in, nil
		}
		unpacked, err := gzip.NewReader(peeked)
		if err != nil {
			return nil, err
		}
		peeked = bufio.NewReaderSize(unpacked, buffer)
	}
	start, err := peeked.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	start = bytes.TrimLeft(start, "\ufeff \t\r\n")
	if bytes.HasPrefix(start, []byte("<")) || strings.HasSuffix(download.ContentType, "/html") {
		return nil, fullstory.ErrNotData
	}
	return peeked, nil
}

func isGzip(in *bufio.Reader) bool {
	start, _ := in.Peek(2) // an error comes again with the next read
	return bytes.Equal(start, []byte{0x1f, 0x8b})
}

// commit puts the file in its place. Where the very content stands there
// already, that is as good.
func (f fetch) commit(file *localfile.File, content *localfile.Content) error {
	err := file.Commit(f.replace)
	if err == nil {
		content.Modified = file.Modified
	}
	if !errors.Is(err, localfile.ErrExists) {
		return err
	}
	if f.adopt != nil {
		f.adopt(f.path)
	}
	there, readErr := localfile.Read(f.path)
	if readErr != nil || !there.Same(*content) {
		return err
	}
	*content = there
	return os.Chmod(f.path, f.mode)
}
