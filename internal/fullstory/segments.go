package fullstory

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"
)

// Segment is a saved group of users.
type Segment struct {
	ID      string
	Name    string
	Creator string // an e-mail address; empty for built-in segments
	// Created is zero for built-in segments (documented).
	Created time.Time
	URL     string // the segment's page in the app
}

// GetSegment reads one segment.
func (c *Client) GetSegment(ctx context.Context, id string) (Segment, error) {
	var wire segmentWire
	if _, err := c.do(ctx, get(nil, "segments", "v1", id), &wire); err != nil {
		return Segment{}, err
	}
	if wire.ID == "" {
		wire.ID = flexString(id)
	}
	return wire.segment(), nil
}

// ListSegments returns the segments of a creator (an e-mail address), or all if
// creator is empty; each once, in the API's order. Calls at about the same time
// share one list.
func (c *Client) ListSegments(ctx context.Context, creator string) ([]Segment, error) {
	return c.segments.get(ctx, creator, func() ([]Segment, error) {
		var segments []Segment
		for segment, err := range c.listSegments(ctx, creator) {
			if err != nil {
				return nil, err
			}
			segments = append(segments, segment)
		}
		return segments, nil
	})
}

func (c *Client) listSegments(ctx context.Context, creator string) iter.Seq2[Segment, error] {
	query := url.Values{}
	if creator != "" {
		query.Set("creator", creator)
	}
	return paginate(query, func(s Segment) string { return s.ID }, func(query url.Values) (page[Segment], error) {
		r := get(query, "segments", "v1")
		var wire struct {
			Segments []json.RawMessage `json:"segments"`
			pageTokens
		}
		if _, err := c.do(ctx, r, &wire); err != nil {
			return page[Segment]{}, err
		}
		listed := page[Segment]{items: make([]Segment, 0, len(wire.Segments)), next: wire.next()}
		for _, raw := range wire.Segments {
			var item segmentWire
			if err := json.Unmarshal(raw, &item); err != nil || item.ID == "" {
				return page[Segment]{}, c.unreadableItem(r, "segment", raw, err)
			}
			listed.items = append(listed.items, item.segment())
		}
		return listed, nil
	})
}

type segmentWire struct {
	ID      flexString `json:"id"`
	Name    flexText   `json:"name"`
	Creator flexEmail  `json:"creator"`
	Created flexTime   `json:"created"`
	URL     flexString `json:"url"`
}

func (w segmentWire) segment() Segment {
	return Segment{ID: string(w.ID), Name: string(w.Name), Creator: string(w.Creator), Created: w.Created.Time, URL: string(w.URL)}
}
