package fullstorytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// exportRequest is the part of a request that the server uses. A validator
// checks all of it.
type exportRequest struct {
	SegmentID    string
	Type         string
	Format       string
	TimeRange    struct{ Start, End string }
	Fields       []string
	EventDetails struct{ Scope string }
}

func (s *Server) createExport(c call) response {
	if err := s.validate(c.body); err != nil {
		return s.errorResponse(http.StatusBadRequest, err.Error())
	}
	var request exportRequest
	if err := json.Unmarshal(c.body, &request); err != nil {
		return s.errorResponse(http.StatusBadRequest, err.Error())
	}
	if s.settings.strictSegments && s.segment(request.SegmentID) == nil {
		return s.errorResponse(http.StatusNotFound, fmt.Sprintf("segment %q not found", request.SegmentID))
	}
	op := s.add(&operation{
		typ:         typeSegmentExport,
		script:      s.scriptFor(request.SegmentID),
		running:     s.settings.wireFormat == wireSchema,
		export:      true,
		segmentID:   request.SegmentID,
		body:        bytes.Clone(c.body),
		created:     c.now,
		visibleFrom: c.now.Add(s.settings.notFoundLag),
		format:      fileFormat(request.Format),
	})
	op.state = op.unfinishedState(c.now)
	op.file = exportData(op, request)
	if s.settings.wireFormat == wireReference || s.settings.operationIDOnly {
		return s.jsonResponse(http.StatusOK, fmt.Sprintf(`{"operationId":%s}`, quote(op.id)))
	}
	return s.jsonResponse(http.StatusOK, s.operationJSON(op, c))
}

// fileFormat returns the extension for a format of either description.
func fileFormat(format string) string {
	if format == "" {
		return "json"
	}
	return strings.ToLower(strings.TrimPrefix(format, "FORMAT_"))
}
