package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// report reads what a CLI prints with -json, line by line: progress is said in short, and problems are kept.
type report struct {
	say  func(string, ...any)
	rest []byte // of a line that has not ended
	text strings.Builder
}

// message is one line, as far as it matters here.
type message struct {
	Type       string `json:"type"`
	Diagnostic *struct {
		Severity string `json:"severity"`
		Summary  string `json:"summary"`
		Detail   string `json:"detail"`
		Address  string `json:"address"`
	} `json:"diagnostic"`
	Hook struct {
		Resource struct {
			Addr string `json:"addr"`
		} `json:"resource"`
		Action  string  `json:"action"`
		Elapsed float64 `json:"elapsed_seconds"`
	} `json:"hook"`
}

func (r *report) Write(p []byte) (int, error) {
	r.rest = append(r.rest, p...)
	for {
		line, rest, ended := bytes.Cut(r.rest, []byte("\n"))
		if !ended {
			return len(p), nil
		}
		r.rest = rest
		r.line(line)
	}
}

func (r *report) line(line []byte) {
	var m message
	if json.Unmarshal(line, &m) != nil {
		r.text.Write(append(line, '\n')) // a crash, or an error before the CLI knew that it was to speak JSON
		return
	}
	resource, elapsed := m.Hook.Resource.Addr, time.Duration(m.Hook.Elapsed)*time.Second
	switch m.Type {
	case "apply_start":
		r.say("%s: %s…", resource, doing(m.Hook.Action))
	case "apply_progress":
		r.say("%s: still %s after %s", resource, doing(m.Hook.Action), elapsed)
	case "apply_complete":
		r.say("%s: done after %s", resource, elapsed)
	case "diagnostic":
		r.diagnostic(m)
	}
}

func (r *report) diagnostic(m message) {
	d := m.Diagnostic
	// The override is how the CLI comes by the provider here; that it warns of it would only puzzle.
	if d == nil || strings.Contains(d.Summary, "development overrides") {
		return
	}
	if d.Severity != "error" {
		r.say("%s: %s", d.Severity, d.Summary)
	}
	r.text.WriteString(strings.TrimSpace(d.Severity+": "+d.Summary+"\n"+d.Address) + "\n" + d.Detail + "\n\n")
}

// problems is everything that the CLI said besides progress.
func (r *report) problems() string { return strings.TrimSpace(r.text.String() + string(r.rest)) }

func doing(action string) string {
	switch action {
	case "create":
		return "creating"
	case "delete":
		return "destroying"
	case "update":
		return "updating"
	}
	return action
}
