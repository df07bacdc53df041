package segmentexport

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// occasion is where in an export's life a look was had.
type occasion int

const (
	// onCreate is the wait after the submission. An error here would taint the
	// export, and the next apply submit a second one: all but a failure of the
	// export itself is a warning.
	onCreate occasion = iota
	// onUpdate is the wait that a later apply resumes.
	onUpdate
	// onRefresh is a single look.
	onRefresh
	// onImport is the first look at an export that the state holds the id of
	// alone.
	onImport
	// onInvoke is the wait of an action, which keeps nothing: there is no state,
	// and the next invocation makes another export.
	onInvoke
)

// look is what a look, or the wait of many, ended in.
type look struct {
	seen    fullstory.Operation // the zero one where nothing was seen
	err     error
	segment string
	// argument and timeout are the limit of a wait.
	argument string
	timeout  time.Duration
}

// outcome is what the state shall say, and what the user shall read.
type outcome struct {
	export export
	gone   bool // out of the state
	diags  diag.Diagnostics
}

// needless decides without a look where the prior state says enough: a failed
// or expired export changes no more, and a completed one only by the clock.
func needless(prior export, segment string, now time.Time) (outcome, bool) {
	switch {
	case prior.lapsed(now):
		return expired(prior, segment), true
	case prior.State == string(fullstory.StateCompleted):
		return outcome{export: prior}, !prior.ExpiresAt.IsZero()
	case prior.State == "":
		return outcome{}, false // imported, and not seen yet
	}
	return outcome{export: prior}, !prior.unfinished()
}

// decide is the one place that says what a look means.
func decide(on occasion, prior export, l look, now time.Time) outcome {
	next := prior
	if l.seen.ID != "" {
		next = prior.observe(l.seen)
	}
	if l.err != nil {
		return decideMissed(on, next, l)
	}
	if on == onImport && l.seen.Type != fullstory.OperationTypeSearchExport {
		return told(next, diagnose.NotAnExport(l.seen.ID, l.seen.Type).Error())
	}
	about := next.about(l.segment)
	switch l.seen.State.Phase() {
	case fullstory.PhaseFailed:
		switch on {
		case onRefresh, onImport:
			return told(next, about.Failed(next.ErrorDetails).Warning())
		case onInvoke:
			return told(next, about.InvokedInVain(next.ErrorDetails).Error())
		}
		return told(next, about.Failed(next.ErrorDetails).Error())
	case fullstory.PhaseCompleted:
		if next.lapsed(now) && on != onInvoke { // who wants its file hears of it then
			return expired(next, l.segment)
		}
	}
	return outcome{export: next}
}

// decideMissed says what it means that the last look, or the wait, failed.
func decideMissed(on occasion, next export, l look) outcome {
	if on == onInvoke {
		return told(next, next.about(l.segment).NotInvoked(l.err, l.timeout).Error())
	}
	about := next.about(l.segment)
	var text diagnose.Text
	switch waits := on == onCreate || on == onUpdate; {
	case waits && errors.Is(l.err, context.DeadlineExceeded): // whatever the last look failed with
		text = about.TimedOut(l.err, l.argument, l.timeout)
	case waits && errors.Is(l.err, context.Canceled):
		text = about.Interrupted(l.err)
	case fullstory.IsNotFound(l.err):
		switch {
		case on == onImport:
			return told(next, diagnose.NoSuchExport(next.ID).Error())
		case next.State == string(fullstory.StateCompleted):
			return expired(next, l.segment)
		case on == onRefresh:
			return outcome{gone: true, diags: diag.Diagnostics{about.Forgotten().Warning()}}
		}
		text = about.Lost()
	case !waits:
		return told(next, diagnose.LookAtExport.Failed(l.err, next.ID).Error())
	default:
		text = about.WaitEnded(l.err)
	}
	if on == onCreate {
		return told(next, text.Warning())
	}
	return told(next, text.Error())
}

func expired(e export, segment string) outcome {
	e.State = stateExpired
	return told(e, e.about(segment).Expired(e.ExpiresAt).Warning())
}

func told(e export, d diag.Diagnostic) outcome {
	return outcome{export: e, diags: diag.Diagnostics{d}}
}
