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

// download is the cloud store behind the signed links: it knows nothing of API keys, and speaks XML when it refuses.
func (s *Server) download(c call) answer {
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
			return s.file(op)
		}
	}
	return storeError(http.StatusNotFound, "NoSuchKey", "The object does not exist.")
}

// file sends the gzipped file as what it is, a file that is gzipped: there is no Content-Encoding.
func (s *Server) file(op *operation) answer {
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
			_, _ = io.Copy(w, content) // A client that hung up is its own affair.
			return
		}
		http.ServeContent(w, r, name, time.Time{}, content)
	}
}

// generated opens the file that the server makes up for an operation.
func generated(data func() []byte) func() (*io.SectionReader, string) {
	return func() (*io.SectionReader, string) {
		content := data()
		return io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content))), fmt.Sprintf(`"%x"`, sha256.Sum256(content))
	}
}

// SetFile replaces the file of an operation, as it lies in the store, by size bytes of content. Each replacement has an
// ETag of its own.
func (s *Server) SetFile(id string, content io.ReaderAt, size int64) {
	s.control(id, func(op *operation) {
		op.replaced++
		tag := fmt.Sprintf(`"%s-%d"`, op.resultID, op.replaced)
		op.open = func() (*io.SectionReader, string) { return io.NewSectionReader(content, 0, size), tag }
	})
}

// File returns what lies in the store for an operation.
func (s *Server) File(id string) []byte {
	var open func() (*io.SectionReader, string)
	s.control(id, func(op *operation) { open = op.open })
	content, _ := open()
	all, err := io.ReadAll(content)
	if err != nil {
		panic(err) // A test's own reader.
	}
	return all
}

// SetStoreHeader adds a header to every download from now on, or leaves it out where value is empty.
func (s *Server) SetStoreHeader(name, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.storeHeader == nil {
		s.storeHeader = map[string]string{}
	}
	s.storeHeader[name] = value
}
