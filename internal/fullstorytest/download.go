package fullstorytest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
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
		if op.data != nil && objectName(op.id, op.format) == object && op.hasFile(c.now) {
			return s.file(op)
		}
	}
	return storeError(http.StatusNotFound, "NoSuchKey", "The object does not exist.")
}

// file sends the gzipped file as what it is, a file that is gzipped: there is no Content-Encoding.
func (s *Server) file(op *operation) answer {
	name, data, noRanges := objectName(op.id, op.format), op.data, s.settings.noRanges
	return func(w http.ResponseWriter, r *http.Request) {
		content := data()
		header := w.Header()
		header.Set("Content-Type", "application/gzip")
		header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
		header.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(content)))
		if noRanges {
			header.Set("Content-Length", strconv.Itoa(len(content)))
			_, _ = w.Write(content) // A client that hung up is its own affair.
			return
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	}
}
