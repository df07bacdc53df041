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

// GetSegment looks one segment up.
func (c *Client) GetSegment(ctx context.Context, id string) (Segment, error) {
	var answer segmentWire
	if err := c.do(ctx, get(nil, "segments", "v1", id), &answer); err != nil {
		return Segment{}, err
	}
	if answer.ID == "" {
		answer.ID = id
	}
	return answer.segment(), nil
}

// ListSegments yields the segments of a creator (an e-mail address), or all
// where it is empty, 100 a request, in the API's order. A row that cannot be
// read is left out.
func (c *Client) ListSegments(ctx context.Context, creator string) iter.Seq2[Segment, error] {
	query := url.Values{}
	if creator != "" {
		query.Set("creator", creator)
	}
	return paginate(query, func(query url.Values) (page[Segment], error) {
		var answer struct {
			Segments []json.RawMessage `json:"segments"`
			nextToken
		}
		if err := c.do(ctx, get(query, "segments", "v1"), &answer); err != nil {
			return page[Segment]{}, err
		}
		rows := make([]Segment, 0, len(answer.Segments))
		for _, raw := range answer.Segments {
			var row segmentWire
			if json.Unmarshal(raw, &row) == nil && row.ID != "" {
				rows = append(rows, row.segment())
			}
		}
		return page[Segment]{rows: rows, next: answer.token()}, nil
	})
}

type segmentWire struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Creator string      `json:"creator"`
	Created instantWire `json:"created"`
	URL     string      `json:"url"`
}

func (w segmentWire) segment() Segment {
	return Segment{ID: w.ID, Name: w.Name, Creator: w.Creator, Created: w.Created.Time, URL: w.URL}
}
