package fullstorytest

import (
	"fmt"
	"strings"
	"time"
)

// operationJSON returns an operation as JSON. The reference has null for
// missing values; the schema family omits them, but for finishedAt.
func (s *Server) operationJSON(op *operation, c call) string {
	if op.literal != "" {
		return op.literal
	}
	var b strings.Builder
	fmt.Fprintf(&b, `{"id":%s`, quote(op.id))
	member := func(name, value string) {
		if value == "" && (s.settings.wireFormat == wireReference || name == "finishedAt") {
			value = "null"
		}
		if value != "" {
			fmt.Fprintf(&b, `,%q:%s`, name, value)
		}
	}
	if typ := s.shownType(op); typ != "" {
		member("type", quote(typ))
	}
	member("state", quote(op.state))
	member("details", "")
	member("results", s.resultsJSON(op, c))
	member("errorDetails", quoteNonEmpty(op.errorDetails))
	member("createdAt", timeJSON(op.created))
	finished := op.finished
	if finished.IsZero() && op.script.FinishedAtWhilePending {
		finished = op.created
	}
	member("finishedAt", timeJSON(finished))
	member("estimatePctComplete", s.percentJSON(op, c.now))
	if !op.done() {
		member("step", quote(op.step(c.now)))
	}
	b.WriteByte('}')
	return b.String()
}

// shownType returns the type to report, which an option can change for exports.
func (s *Server) shownType(op *operation) string {
	if op.typ == typeSegmentExport {
		return s.settings.operationType
	}
	return op.typ
}

func (s *Server) percentJSON(op *operation, now time.Time) string {
	percent := op.progress(now)
	switch s.settings.percentages {
	case "string":
		return fmt.Sprintf(`"%d"`, percent)
	case "float":
		if op.done() {
			return fmt.Sprintf("%d.0", percent)
		}
		return fmt.Sprintf("%d.5", percent)
	default:
		return fmt.Sprint(percent)
	}
}

// resultsJSON returns the results of an operation, or "".
func (s *Server) resultsJSON(op *operation, c call) string {
	switch {
	case !op.hasResults():
		return ""
	case s.settings.downloadURL:
		location, _ := s.signedLink(op, c)
		return fmt.Sprintf(`{"downloadUrl":%s}`, quote(location))
	case op.expires.IsZero():
		return fmt.Sprintf(`{"searchExportId":%s}`, quote(op.resultID))
	default:
		return fmt.Sprintf(`{"searchExportId":%s,"expires":%s}`, quote(op.resultID), timeJSON(op.expires))
	}
}

// timeJSON returns a time as JSON in UTC, or "" for the zero time.
func timeJSON(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return quote(t.UTC().Format(time.RFC3339Nano))
}

func quoteNonEmpty(s string) string {
	if s == "" {
		return ""
	}
	return quote(s)
}
