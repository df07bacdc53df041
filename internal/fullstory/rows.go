package fullstory

import "time"

// keptFor is how old a row may be that answers a look for which nobody has
// looked before.
const keptFor = 5 * time.Second

// row is an operation as a list showed it.
type row struct {
	operation Operation
	// asked is when the request for it began: the row is as old as that.
	asked time.Time
}

// rows keeps what lists have shown, for the looks that follow.
type rows struct {
	kept map[string]row
	// voided is when something was done to an operation: no row from before
	// counts.
	voided map[string]time.Time
}

// keep takes in a page. What says too little is left out, as if the list did
// not show it.
func (r *rows) keep(operations []Operation, asked time.Time) {
	if r.kept == nil {
		r.kept = map[string]row{}
	}
	for id, old := range r.kept {
		if asked.Sub(old.asked) > keptFor {
			delete(r.kept, id)
		}
	}
	for _, operation := range operations {
		if telling(operation) {
			r.kept[operation.ID] = row{operation, asked}
		}
	}
}

// void says that an operation was changed just now.
func (r *rows) void(id string) {
	if r.voided == nil {
		r.voided = map[string]time.Time{}
	}
	delete(r.kept, id)
	r.voided[id] = time.Now()
}

// newer returns the row of an operation that was asked for after a time.
func (r *rows) newer(id string, after time.Time) (row, bool) {
	found, ok := r.kept[id]
	return found, ok && found.asked.After(after) && found.asked.After(r.voided[id])
}

// telling tells whether a row says all that a look at the operation itself
// would. That rows are whole is documented by example only, so that one which
// is over and gives neither results nor a reason is not trusted to be.
func telling(o Operation) bool {
	switch o.State.Phase() {
	case PhaseCompleted:
		return o.SearchExportID != "" || !o.DownloadURL.IsZero()
	case PhaseFailed:
		return o.ErrorDetails != ""
	}
	return o.State != ""
}
