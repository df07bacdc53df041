package fullstorytest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// download is the cloud store that signed links point to. It knows no API keys,
// and its errors are XML.
func (s *Server) download(c call) response {
	object, until := c.args[0], c.query.Get("Expires")
	if c.query.Get("Signature") != signature(object, until) {
		return storeError(http.StatusForbidden, "SignatureDoesNotMatch", "The signature does not match.")
	}
	expires, err := strconv.ParseInt(until, 10, 64)
	if err != nil || c.now.After(time.Unix(expires, 0)) {
		return storeError(http.StatusForbidden, "ExpiredToken", "The link has expired.")
	}
	for _, op := range s.operations {
		if op.open != nil && objectName(op.id, op.format) == object && op.hasFile(c.now) {
			return s.fileResponse(op)
		}
	}
	return storeError(http.StatusNotFound, "NoSuchKey", "The object does not exist.")
}

// fileResponse returns a response with the compressed file. It has no
// Content-Encoding: the compression is the file's, not the transfer's.
func (s *Server) fileResponse(op *operation) response {
	name, noRanges, extra := objectName(op.id, op.format), s.settings.noRanges, maps.Clone(s.storeHeader)
	open := op.open
	return func(w http.ResponseWriter, r *http.Request) {
		content, tag := open()
		header := w.Header()
		header.Set("Content-Type", "application/gzip")
		header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
		header.Set("ETag", tag)
		for name, value := range extra {
			if value == "" {
				header.Del(name)
			} else {
				header.Set(name, value)
			}
		}
		if noRanges {
			header.Set("Content-Length", strconv.FormatInt(content.Size(), 10))
			_, _ = io.Copy(w, content) // the client may have closed the connection
			return
		}
		http.ServeContent(w, r, name, time.Time{}, content)
	}
}

// generatedFile returns the function that opens a generated file.
func generatedFile(data func() []byte) func() (*io.SectionReader, string) {
	return func() (*io.SectionReader, string) {
		content := data()
		return io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content))), fmt.Sprintf(`"%x"`, sha256.Sum256(content))
	}
}

// SetFile replaces the stored file of an operation by size bytes of content.
// Every replacement has its own ETag.
func (s *Server) SetFile(id string, content io.ReaderAt, size int64) {
	s.change(id, func(op *operation) {
		op.replaced++
		tag := fmt.Sprintf(`"%s-%d"`, op.resultID, op.replaced)
		op.open = func() (*io.SectionReader, string) { return io.NewSectionReader(content, 0, size), tag }
	})
}

// File returns the stored file of an operation.
func (s *Server) File(id string) []byte {
	var open func() (*io.SectionReader, string)
	s.change(id, func(op *operation) { open = op.open })
	content, _ := open()
	all, err := io.ReadAll(content)
	if err != nil {
		panic(err) // from a test's own reader
	}
	return all
}

// SetStoreHeader sets a header of all downloads from now on, or removes it if
// value is empty.
func (s *Server) SetStoreHeader(name, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.storeHeader == nil {
		s.storeHeader = map[string]string{}
	}
	s.storeHeader[name] = value
}
