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

func (s *Server) getResults(c call) answer {
	for _, op := range s.operations {
		if op.resultID != c.args[0] || op.gone() || op.open == nil {
			continue
		}
		op.settle(c.now)
		if op.hasFile(c.now) {
			location, expires := s.sign(op, c)
			// Nine digits of nanoseconds, as the vendor has them at times.
			return jsonAnswer(http.StatusOK, fmt.Sprintf(`{"location":%s,"expires":%q}`,
				quote(location), expires.UTC().Format("2006-01-02T15:04:05.000000000Z")))
		}
	}
	return errorAnswer(http.StatusNotFound, "no results for this export")
}

// sign makes a link to the file of an operation, and tells when the link dies. As with cloud stores that is a matter of
// whole seconds.
func (s *Server) sign(op *operation, c call) (location string, expires time.Time) {
	expires = c.now.Add(s.settings.linkLifetime)
	object := objectName(op.id, op.format)
	until := strconv.FormatInt(expires.Unix(), 10)
	query := url.Values{"Expires": {until}, "Signature": {signature(object, until)}}
	return c.base + "/download/" + url.PathEscape(object) + "?" + query.Encode(), expires
}

// signature vouches for a link. The secret is none: it only has to be hard to hit by chance.
func signature(object, until string) string {
	mac := hmac.New(sha256.New, []byte("fullstorytest"))
	_, _ = mac.Write([]byte(object + "\n" + until)) // A hash never fails.
	return hex.EncodeToString(mac.Sum(nil))
}
