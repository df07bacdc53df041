package fullstory

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
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
func (c *Client) GetSegment(ctx context.Context, id string) (segment Segment, _ error) {
	decode := func(answer rest.Answer) error {
		var wire segmentWire
		if err := json.Unmarshal(answer.Body, &wire); err != nil {
			return err
		}
		switch {
		case wire.ID == "" && wire.Name == "":
			return errors.New("the segment has neither an ID nor a name")
		case wire.ID == "":
			wire.ID = flexString(id)
		case string(wire.ID) != id:
			return errors.New("it is another segment")
		}
		segment = wire.segment()
		return nil
	}
	if err := c.get(ctx, nil, decode, "segments", "v1", id); err != nil {
		return Segment{}, err
	}
	return segment, nil
}

// segmentsTTL is how long a list is shared: a plan reads the same one many
// times.
const segmentsTTL = 30 * time.Second

// segmentLists has the last list of each creator, or why it could not be read.
type segmentLists struct {
	turn chan struct{} // holds a value while a list is read: one at a time
	last map[string]segmentList
}

type segmentList struct {
	segments []Segment
	err      error
	read     time.Time
}

// ListSegments returns the segments of a creator (an e-mail address), or all if
// creator is empty; each once, in the API's order. Calls share lists, and those
// that waited for one also its failure: each would spend all retries again.
func (c *Client) ListSegments(ctx context.Context, creator string) ([]Segment, error) {
	called := time.Now()
	select {
	case c.segments.turn <- struct{}{}:
		defer func() { <-c.segments.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	last := c.segments.last[creator]
	if called.Before(last.read) || last.err == nil && called.Sub(last.read) < segmentsTTL {
		return last.segments, last.err
	}
	segments, err := c.readSegments(ctx, creator)
	if !rest.IsContextError(err) { // the end of this context is not that of others
		c.segments.last[creator] = segmentList{segments, err, time.Now()}
	}
	return segments, err
}

func (c *Client) readSegments(ctx context.Context, creator string) (segments []Segment, _ error) {
	query := url.Values{}
	if creator != "" {
		query.Set("creator", creator)
	}
	all := paginate(query, segmentID, func(query url.Values) (listed page[Segment], _ error) {
		err := c.get(ctx, query, func(answer rest.Answer) (err error) {
			var wire struct {
				Segments []segmentWire `json:"segments"`
				pageTokens
			}
			if err := json.Unmarshal(answer.Body, &wire); err != nil {
				return err
			}
			listed.next = wire.next()
			listed.items, err = readItems(answer, "segments", wire.Segments, segmentWire.segment, segmentID)
			return err
		}, "segments", "v1")
		return listed, err
	})
	for segment, err := range all {
		if err != nil {
			return nil, err
		}
		segments = append(segments, segment)
	}
	return segments, nil
}

func segmentID(s Segment) string { return s.ID }

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
