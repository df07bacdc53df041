package fullstorytest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func (s *Server) getOperation(c call) answer {
	op := s.find(c.args[0])
	if op == nil {
		return errorAnswer(http.StatusNotFound, "operation not found")
	}
	return jsonAnswer(http.StatusOK, s.look(op, c))
}

// listOperations shows the newest first. The token is a place in the order of creation, so that operations created
// between two pages move nothing.
func (s *Server) listOperations(c call) answer {
	limit, err := limitOf(c, 100)
	if err != nil {
		return errorAnswer(http.StatusBadRequest, err.Error())
	}
	from, err := placeOf(c, len(s.operations)+1)
	if err != nil {
		return errorAnswer(http.StatusBadRequest, err.Error())
	}
	var rows []string
	token := ""
	for i := min(from, len(s.operations)+1) - 2; i >= 0; i-- {
		op := s.operations[i]
		op.settle(c.now)
		if op.gone() || !matches(c, "type", op.typ) || !matches(c, "state", op.state) {
			continue
		}
		if len(rows) == limit {
			token = tokenFor(op.seq + 1)
			break
		}
		rows = append(rows, s.look(op, c))
	}
	return s.page("operations", rows, token)
}

func (s *Server) cancelOperation(c call) answer {
	op := s.find(c.args[0])
	if op == nil {
		return errorAnswer(http.StatusNotFound, "operation not found")
	}
	op.settle(c.now)
	if op.done() {
		return errorAnswer(http.StatusConflict, "the operation has finished and cannot be cancelled")
	}
	op.cancelled = true
	switch state := op.script.CancelState; {
	case op.literal != "", state == statePending:
	case state == "FORGOTTEN":
		op.forgotten = true
	case state == stateFailed:
		op.finish(stateFailed, "cancelled", c.now)
	default:
		op.finish(state, "", c.now)
	}
	return jsonAnswer(http.StatusOK, `{}`)
}

// find returns the operation with an id, or nil where the API knows of none.
func (s *Server) find(id string) *operation {
	if op := s.byID[id]; op != nil && !op.gone() {
		return op
	}
	return nil
}

// look shows an operation to a client, which counts.
func (s *Server) look(op *operation, c call) string {
	op.settle(c.now)
	shown := s.render(op, c)
	op.looks++
	return shown
}

// render is an operation as JSON. The reference's family has null for what there is not, the schema's leaves it out.
func (s *Server) render(op *operation, c call) string {
	if op.literal != "" {
		return op.literal
	}
	var b strings.Builder
	fmt.Fprintf(&b, `{"id":%s,"type":%s,"state":%s`, quote(op.id), quote(op.typ), quote(op.state))
	member := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, `,%q:%s`, name, value)
		} else if s.settings.wireFormat == wireReference {
			fmt.Fprintf(&b, `,%q:null`, name)
		}
	}
	member("details", "")
	member("results", s.results(op, c))
	details := ""
	if op.details != "" {
		details = quote(op.details)
	}
	member("errorDetails", details)
	member("createdAt", timestamp(op.created))
	finished := op.finished
	if finished.IsZero() && op.script.FinishedAtWhilePending {
		finished = op.created
	}
	member("finishedAt", timestamp(finished))
	if percent := strconv.Itoa(op.progress(c.now)); op.script.PctAsString {
		member("estimatePctComplete", quote(percent))
	} else if !op.script.NoPct {
		member("estimatePctComplete", percent)
	}
	if !op.done() {
		member("step", `"Collecting data"`)
	}
	b.WriteByte('}')
	return b.String()
}

// results is the member of that name, or nothing.
func (s *Server) results(op *operation, c call) string {
	switch {
	case !op.hasResults():
		return ""
	case s.settings.downloadURL:
		location, _ := s.sign(op, c)
		return fmt.Sprintf(`{"downloadUrl":%s}`, quote(location))
	case op.expires.IsZero():
		return fmt.Sprintf(`{"searchExportId":%s}`, quote(op.resultID))
	default:
		return fmt.Sprintf(`{"searchExportId":%s,"expires":%s}`, quote(op.resultID), timestamp(op.expires))
	}
}

// timestamp is a time as JSON, in UTC, or nothing for no time.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return quote(t.UTC().Format(time.RFC3339Nano))
}
