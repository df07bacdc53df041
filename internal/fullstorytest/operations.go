package fullstorytest

import "net/http"

func (s *Server) getOperation(c call) response {
	op := s.find(c.id, c.now)
	if op == nil {
		return s.errorResponse(http.StatusNotFound, "operation not found")
	}
	return s.jsonResponse(http.StatusOK, s.poll(op, c))
}

// listOperations lists the newest operations first.
func (s *Server) listOperations(c call) response {
	var items []listItem
	for i := len(s.operations) - 1; i >= 0; i-- {
		op := s.operations[i]
		op.advance(c.now)
		if op.isVisible(c.now) && c.matches("type", op.typ) && c.matches("state", op.state) {
			items = append(items, listItem{-op.seq, func() string { return s.poll(op, c) }})
		}
	}
	return s.page(c, list{name: "operations", filters: []string{"type", "state"}, defaultLimit: 100}, items)
}

func (s *Server) cancelOperation(c call) response {
	op := s.find(c.id, c.now)
	if op == nil {
		return s.errorResponse(http.StatusNotFound, "operation not found")
	}
	op.advance(c.now)
	if op.done() {
		return s.errorResponse(http.StatusConflict, "the operation has finished and cannot be cancelled")
	}
	op.cancelled = true
	if op.literal == "" {
		op.finish(stateFailed, "cancelled", c.now)
	}
	return s.jsonResponse(http.StatusOK, `{}`)
}

// poll returns the JSON of an operation and counts the poll.
func (s *Server) poll(op *operation, c call) string {
	op.advance(c.now)
	shown := s.operationJSON(op, c)
	op.polls++
	return shown
}
