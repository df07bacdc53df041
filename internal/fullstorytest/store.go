package fullstorytest

import (
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
	object, until := c.id, c.query.Get("Expires")
	if c.query.Get("Signature") != signature(object, until) {
		return storeError(http.StatusForbidden, "SignatureDoesNotMatch", "The signature does not match.")
	}
	expires, err := strconv.ParseInt(until, 10, 64)
	if err != nil || c.now.After(time.Unix(expires, 0)) {
		return storeError(http.StatusForbidden, "ExpiredToken", "The link has expired.")
	}
	for _, op := range s.operations {
		if op.file != nil && objectName(op.id, op.format) == object && op.hasFile(c.now) {
			return s.fileResponse(op)
		}
	}
	return storeError(http.StatusNotFound, "NoSuchKey", "The object does not exist.")
}

// storedFile is the compressed file of an operation.
type storedFile struct {
	content io.ReaderAt
	size    int64
	etag    string
}

func (f storedFile) open() *io.SectionReader { return io.NewSectionReader(f.content, 0, f.size) }

// fileResponse returns a response with the compressed file. It has no
// Content-Encoding: the compression is the file's, not the transfer's.
func (s *Server) fileResponse(op *operation) response {
	name, noRanges, extra := objectName(op.id, op.format), s.settings.noRanges, maps.Clone(s.storeHeader)
	file := op.file
	return func(w http.ResponseWriter, r *http.Request) {
		stored := file()
		header := w.Header()
		header.Set("Content-Type", "application/gzip")
		header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
		header.Set("ETag", stored.etag)
		for name, value := range extra {
			if value == "" {
				header.Del(name)
			} else {
				header.Set(name, value)
			}
		}
		if noRanges {
			header.Set("Content-Length", strconv.FormatInt(stored.size, 10))
			_, _ = io.Copy(w, stored.open()) // the client may have closed the connection
			return
		}
		http.ServeContent(w, r, name, time.Time{}, stored.open())
	}
}

// SetFile replaces the stored file of an operation by size bytes of content.
// Every replacement has its own ETag.
func (s *Server) SetFile(id string, content io.ReaderAt, size int64) {
	s.change(id, func(op *operation) {
		op.replaced++
		file := storedFile{content, size, fmt.Sprintf(`"%s-%d"`, op.resultID, op.replaced)}
		op.file = func() storedFile { return file }
	})
}

// File returns the stored file of an operation.
func (s *Server) File(id string) []byte {
	var file func() storedFile
	s.change(id, func(op *operation) { file = op.file })
	all, err := io.ReadAll(file().open())
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
