package fullstorytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// A validator says what is wrong with the body of a POST, in words for the client; nil where nothing is.
type validator func(body []byte) error

// exportRequest is what the server itself reads of a request. What it may hold is the validator's business.
type exportRequest struct {
	SegmentID string
	Type      string
	Format    string
	TimeRange struct{ Start, End string }
	Fields    []string
}

func (s *Server) createExport(c call) answer {
	if err := s.validate(c.body); err != nil {
		return errorAnswer(http.StatusBadRequest, err.Error())
	}
	var request exportRequest
	if err := json.Unmarshal(c.body, &request); err != nil {
		return errorAnswer(http.StatusBadRequest, err.Error())
	}
	if s.settings.strictSegments && s.segment(request.SegmentID) == nil {
		return errorAnswer(http.StatusNotFound, fmt.Sprintf("segment %q not found", request.SegmentID))
	}
	script := s.scriptFor(request.SegmentID)
	op := s.add(&operation{
		typ:       typeSegmentExport,
		script:    script,
		state:     script.Running,
		export:    true,
		segmentID: request.SegmentID,
		body:      bytes.Clone(c.body),
		created:   c.now,
		format:    fileFormat(request.Format),
	})
	op.open = generated(dataOf(op, request))
	if s.settings.wireFormat == wireReference || s.settings.operationIDOnly {
		return jsonAnswer(http.StatusOK, fmt.Sprintf(`{"operationId":%s}`, quote(op.id)))
	}
	return jsonAnswer(http.StatusOK, s.render(op, c))
}

// fileFormat is a format as file names have it, for either spelling on the wire.
func fileFormat(format string) string {
	if format == "" {
		return "json"
	}
	return strings.ToLower(strings.TrimPrefix(format, "FORMAT_"))
}
