package fullstorytest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// A Segment is a set of people that exports are made of. Empty members are left out of answers, but for the URL, which
// gets a likely one.
type Segment struct {
	ID      string
	Name    string
	Creator string // An e-mail address.
	Created string // RFC 3339; built-in segments have none.
	URL     string
}

// builtInSegments are there from the start: what every organization has, and what people have made in this one. Ids of
// the latter come in both known forms.
func builtInSegments() []Segment {
	return []Segment{
		{ID: "everyone", Name: "Everyone"},
		{ID: "signed-up", Name: "Signed Up"},
		{
			ID: "ada@example.com:4241245858598272", Name: "Checkout abandoned",
			Creator: "ada@example.com", Created: "2024-03-05T09:30:00Z",
		},
		{ID: "n8ZqXw3KpL2c", Name: "Power users", Creator: "grace@example.com", Created: "2025-11-20T16:05:12.345678Z"},
	}
}

// AddSegment adds a segment, or replaces the one with its id.
func (s *Server) AddSegment(segment Segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.segment(segment.ID); known != nil {
		*known = segment
		return
	}
	s.segments = append(s.segments, segment)
}

// segment returns the segment with an id, or nil. The caller holds the mutex.
func (s *Server) segment(id string) *Segment {
	i := slices.IndexFunc(s.segments, func(segment Segment) bool { return segment.ID == id })
	if i < 0 {
		return nil
	}
	return &s.segments[i]
}

func (s *Server) getSegment(c call) answer {
	segment := s.segment(c.args[0])
	if segment == nil {
		return errorAnswer(http.StatusNotFound, fmt.Sprintf("segment %q not found", c.args[0]))
	}
	return jsonAnswer(http.StatusOK, segment.render())
}

func (s *Server) listSegments(c call) answer {
	limit, err := limitOf(c, 20)
	if err != nil {
		return errorAnswer(http.StatusBadRequest, err.Error())
	}
	from, err := placeOf(c, 0)
	if err != nil {
		return errorAnswer(http.StatusBadRequest, err.Error())
	}
	var rows []string
	token := ""
	for i := from; i < len(s.segments); i++ {
		segment := s.segments[i]
		if !matches(c, "creator", segment.Creator) {
			continue
		}
		if len(rows) == limit {
			token = tokenFor(i)
			break
		}
		rows = append(rows, segment.render())
	}
	return s.page("segments", rows, token)
}

func (segment Segment) render() string {
	members := []string{`"id":` + quote(segment.ID), `"name":` + quote(segment.Name)}
	if segment.Creator != "" {
		members = append(members, `"creator":`+quote(segment.Creator))
	}
	if segment.Created != "" {
		members = append(members, `"created":`+quote(segment.Created))
	}
	address := cmp.Or(segment.URL, "https://app.fullstory.com/ui/19AB2C/segments/"+segment.ID+"/people/0")
	members = append(members, `"url":`+quote(address))
	return "{" + strings.Join(members, ",") + "}"
}
