package fullstorytest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

func (s *Server) getResults(c call) response {
	for _, op := range s.operations {
		if op.resultID != c.id || !op.isVisible(c.now) || op.file == nil {
			continue
		}
		op.advance(c.now)
		if op.hasFile(c.now) {
			location, expires := s.signedLink(op, c)
			// Nine digits of nanoseconds, as the vendor sends at times.
			return s.jsonResponse(http.StatusOK, fmt.Sprintf(`{"location":%s,"expires":%q}`,
				quote(location), expires.UTC().Format("2006-01-02T15:04:05.000000000Z")))
		}
	}
	return s.errorResponse(http.StatusNotFound, "no results for this export")
}

// signedLink returns a link to the file of an operation and the time when it
// expires, which the store takes in whole seconds.
func (s *Server) signedLink(op *operation, c call) (location string, expires time.Time) {
	expires = c.now.Add(s.settings.linkLifetime)
	object := objectName(op.id, op.format)
	until := strconv.FormatInt(expires.Unix(), 10)
	query := url.Values{"Expires": {until}, "Signature": {signature(object, until)}}
	return c.base + "/download/" + url.PathEscape(object) + "?" + query.Encode(), expires
}

// signature signs a link. The key is not a secret.
func signature(object, until string) string {
	mac := hmac.New(sha256.New, []byte("fullstorytest"))
	_, _ = mac.Write([]byte(object + "\n" + until)) // never fails
	return hex.EncodeToString(mac.Sum(nil))
}
