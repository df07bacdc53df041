package fullstory

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"strings"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// pageLimit is the maximum number of items in a page (documented).
const pageLimit = "100"

// page is one page of a list.
type page[T any] struct {
	items []T
	next  pageToken
}

// pageToken asks for the next page; the zero token means that there is none.
type pageToken struct{ parameter, value string }

// pageTokens has the token of the next page in each spelling that the
// descriptions of the API document.
type pageTokens struct {
	Camel     flexString `json:"nextPaginationToken"`
	Snake     flexString `json:"next_pagination_token"`
	SameSnake flexString `json:"pagination_token"`
}

// next returns the token, to be sent in the spelling in which it came.
func (t pageTokens) next() pageToken {
	switch {
	case t.Camel != "":
		return pageToken{"paginationToken", string(t.Camel)}
	case t.Snake != "":
		return pageToken{"pagination_token", string(t.Snake)}
	case t.SameSnake != "":
		return pageToken{"pagination_token", string(t.SameSnake)}
	}
	return pageToken{}
}

// paginate yields the items of all pages, each ID once: an item moves to the
// next page when another is created meanwhile. A page is fetched when its items
// are needed. It ends after the first error. A token that occurs twice is an
// error, because the list would never end.
func paginate[T any](query url.Values, id func(T) string, fetch func(url.Values) (page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		query := maps.Clone(query)
		query.Set("limit", pageLimit)
		tokens, ids := map[string]bool{}, map[string]bool{}
		var none T
		for {
			listed, err := fetch(query)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range listed.items {
				if ids[id(item)] {
					continue
				}
				ids[id(item)] = true
				if !yield(item, nil) {
					return
				}
			}
			if listed.next == (pageToken{}) {
				return
			}
			if tokens[listed.next.value] {
				yield(none, errors.New("the list does not end: FullStory returned the same pagination token twice"))
				return
			}
			tokens[listed.next.value] = true
			query.Set(listed.next.parameter, listed.next.value)
		}
	}
}

// readItems converts the items of a page. One without an ID is an error: left
// out, it would look as if it did not exist. So is a missing list, which would
// look as if nothing existed, unless the answer says nothing else either:
// protobuf's JSON omits an empty list.
func readItems[W, T any](answer rest.Answer, name string, wire []W, convert func(W) T, id func(T) string) ([]T, error) {
	if wire == nil && !isEmptyPage(answer) {
		return nil, fmt.Errorf("it has no %q", name)
	}
	items := make([]T, len(wire))
	for i, w := range wire {
		if items[i] = convert(w); id(items[i]) == "" {
			return nil, fmt.Errorf("item %d of %q has no ID", i+1, name)
		}
	}
	return items, nil
}

// isEmptyPage reports whether an answer is an object with nothing but tokens.
func isEmptyPage(answer rest.Answer) bool {
	var members map[string]any
	if json.Unmarshal(answer.Body, &members) != nil || members == nil {
		return false
	}
	maps.DeleteFunc(members, func(name string, value any) bool {
		return value == nil || strings.Contains(strings.ToLower(name), "pagination")
	})
	return len(members) == 0
}
