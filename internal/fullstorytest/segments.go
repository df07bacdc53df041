package fullstorytest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Segment is a segment that can be exported. Responses omit empty values,
// except for the URL, which defaults to that of the app.
type Segment struct {
	ID      string
	Name    string
	Creator string // an e-mail address
	Created string // RFC 3339; built-in segments have none
	URL     string
}

// BuiltInSegments returns the segments of a new server: those that every
// organization has, and two that users created, with both known forms of IDs.
func BuiltInSegments() []Segment {
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

// AddSegment adds a segment, or replaces the one with its ID.
func (s *Server) AddSegment(added Segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.segment(added.ID); known != nil {
		*known = added
		return
	}
	s.segments = append(s.segments, added)
}

// segment returns the segment with an ID, or nil. The caller holds the mutex.
func (s *Server) segment(id string) *Segment {
	i := slices.IndexFunc(s.segments, func(segment Segment) bool { return segment.ID == id })
	if i < 0 {
		return nil
	}
	return &s.segments[i]
}

func (s *Server) getSegment(c call) response {
	segment := s.segment(c.id)
	if segment == nil {
		return s.errorResponse(http.StatusNotFound, fmt.Sprintf("segment %q not found", c.id))
	}
	return s.jsonResponse(http.StatusOK, segment.json())
}

// listSegments lists segments in order of creation, or from the newest with
// [WithOffsetTokens].
func (s *Server) listSegments(c call) response {
	var items []listItem
	for i, segment := range s.segments {
		if c.matches("creator", segment.Creator) {
			items = append(items, listItem{i, segment.json})
		}
	}
	if s.settings.offsetTokens {
		slices.Reverse(items)
	}
	return s.page(c, list{name: "segments", filters: []string{"creator"}, defaultLimit: 20}, items)
}

func (s Segment) json() string {
	members := []string{`"id":` + quote(s.ID), `"name":` + quote(s.Name)}
	if s.Creator != "" {
		members = append(members, `"creator":`+quote(s.Creator))
	}
	if s.Created != "" {
		members = append(members, `"created":`+quote(s.Created))
	}
	address := cmp.Or(s.URL, "https://app.fullstory.com/ui/19AB2C/segments/"+s.ID+"/people/0")
	members = append(members, `"url":`+quote(address))
	return "{" + strings.Join(members, ",") + "}"
}
