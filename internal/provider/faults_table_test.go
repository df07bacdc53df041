package provider_test

import (
	"strings"
	"testing"
)

// retries is what the provider's default for max_retries is.
const retries = 5

// outcome is what a fault comes to, for whoever meets it.
type outcome struct {
	// sent, says and answer are for all that ask the API and get no good answer:
	// the requests made where the fault stays, what the diagnostic explains, and
	// how it quotes the answer.
	sent         int
	says, answer string
	// unknown tells that nobody knows whether a submission was taken, which is
	// then sent once; and taken that it was.
	unknown, taken bool
	// wait is what it means while an export is waited for.
	wait wait
	// timeout is that of a wait where the fault stays; empty is ten minutes.
	timeout string
	// cancel is what it means for a cancellation.
	cancel cancel
	store  expected // for a download
}

// wait is what a failing look means.
type wait int

const (
	goesOn wait = iota
	ends
	gone
)

// cancel is what a failing cancellation means.
type cancel int

const (
	notDestroyed cancel = iota
	destroyed
	destroyedWithWarning
)

// expected is what an occasion comes to.
type expected struct {
	sent    int // at least, where it is patient
	patient bool
	told    string
	says    []string
	state   string
	exports int
}

func (e expected) verify(t *testing.T, when string, got came) {
	t.Helper()
	if got.sent != e.sent && (!e.patient || got.sent < e.sent) {
		t.Errorf("%s: %d requests, want %d", when, got.sent, e.sent)
	}
	if got.told != e.told || got.state != e.state || got.exports != e.exports {
		t.Errorf("%s: got %q, state %q, %d exports\nwant %q, %q, %d", when, got.told, got.state, got.exports, e.told, e.state, e.exports)
	}
	for _, text := range e.says {
		if !strings.Contains(got.says, text) {
			t.Errorf("%s: the diagnostic lacks %q:\n%s", when, text, got.says)
		}
	}
}

// passed is what it comes to where the fault passes: nothing is told.
func (e expected) passed(o occasion) expected {
	e.told, e.says = "", nil
	switch o.name {
	case "create":
		e.sent, e.state, e.exports = 2, "PENDING", 1
	case "action":
		e.sent, e.state, e.exports = 2, "there", 1
	case "destroy":
		e.sent, e.state = 2, ""
	case "refresh":
		e.sent, e.patient, e.state = 1, true, "PENDING"
	case "wait of a create", "wait of an update":
		e.sent, e.patient, e.state = 2, true, "COMPLETED"
	default: // net/http repeats a GET by itself where a connection that was used before is reset
		e.sent, e.patient, e.state = 1, true, "there"
	}
	return e
}

func (o outcome) creation() expected {
	if o.says == missing {
		o.says = "FullStory has no such segment"
	}
	if !o.unknown {
		return expected{sent: o.sent, told: "error: Could not submit the segment export", says: []string{o.says, o.answer}}
	}
	e := expected{sent: 1, told: "error: It is unknown whether the segment export was submitted", says: []string{
		o.answer, "It was not sent again", "Nothing was recorded in the state", "No segment export has appeared", "apply again"}}
	if o.taken {
		e.exports = 1
		e.says = append(e.says[:3:3], "These segment exports appeared", "created 2000-01-01T01:", "import it instead of submitting another")
	}
	return e
}

func (o outcome) invocation() expected {
	e := o.creation()
	if o.unknown {
		e.says = []string{o.answer, "It was not sent again", "Most likely FullStory did not take the request: invoke the action again"}
		if o.taken {
			e.says[2] = "If one of them is this export, it goes on in FullStory: fetch its file"
		}
	}
	return e
}

func waits(severity string) func(outcome) expected {
	return func(o outcome) expected {
		e := expected{state: "PENDING", exports: 1}
		const resumes = "it does not submit a second one"
		switch o.wait {
		case goesOn:
			e.sent, e.patient = 3, true
			e.told, e.says = ": The segment export is not complete yet: waiting timed out", []string{resumes, "Last look: GET /operations/v1/", o.answer}
		case ends:
			e.sent = 1
			e.told, e.says = ": The segment export is not complete yet: FullStory does not let the provider look at it", []string{resumes, o.says, o.answer}
		case gone:
			e.sent = 3
			e.told, e.says = ": The segment export is gone from FullStory", []string{"The next plan looks once more"}
		}
		e.told = severity + e.told
		return e
	}
}

func (o outcome) refresh() expected {
	if o.wait == gone {
		// One answer alone takes nothing out of the state.
		return expected{sent: 3, told: "warning: The segment export is gone from FullStory", says: []string{"It is taken out of the state"}, exports: 1}
	}
	return expected{sent: o.sent, told: "error: Could not look at the segment export", says: []string{o.says, o.answer}, state: "PENDING", exports: 1}
}

func (o outcome) destruction() expected {
	switch o.cancel {
	case destroyed:
		return expected{sent: 1, exports: 1}
	case destroyedWithWarning:
		return expected{sent: 1, told: "warning: The segment export was not cancelled", says: []string{"runs to its end in FullStory", o.answer}, exports: 1}
	}
	return expected{sent: o.sent, told: "error: Could not cancel the segment export", says: []string{o.says, o.answer}, state: "PENDING", exports: 1}
}

func (o outcome) link() expected {
	if o.wait == gone {
		return expected{sent: 1, told: "error: The segment export no longer has a file", says: []string{"Create a new export"}}
	}
	return expected{sent: o.sent, told: "error: Could not get the download link of the segment export", says: []string{o.says, o.answer}}
}

func (o outcome) download() expected { return o.store }

// reads is for what only reads.
func reads(summary string) func(outcome) expected {
	return func(o outcome) expected {
		if o.wait == gone && summary == "Could not look up the segment" {
			return expected{sent: 1, told: "error: There is no such segment", says: []string{"Check the id"}}
		}
		return expected{sent: o.sent, told: "error: " + summary, says: []string{o.says, o.answer}}
	}
}
