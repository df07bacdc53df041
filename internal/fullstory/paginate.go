package fullstory

import (
	"errors"
	"iter"
	"net/url"
)

// pageLimit is the most rows that the API gives at once (documented).
const pageLimit = "100"

// page is one answer of a list.
type page[T any] struct {
	rows []T
	next string // empty at the end
}

// nextToken reads the token of the next page in both spellings that occur.
type nextToken struct {
	Camel string `json:"nextPaginationToken"`
	Snake string `json:"next_pagination_token"`
}

func (t nextToken) token() string {
	if t.Camel != "" {
		return t.Camel
	}
	return t.Snake
}

// paginate yields the rows of all pages, one request at a time and none before
// its rows are wanted. It ends after the first error. A token that came before
// is an error: it would go round for ever.
func paginate[T any](query url.Values, fetch func(url.Values) (page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		query.Set("limit", pageLimit)
		seen := map[string]bool{}
		for {
			answer, err := fetch(query)
			if err != nil {
				yield(none, err)
				return
			}
			for _, row := range answer.rows {
				if !yield(row, nil) {
					return
				}
			}
			if answer.next == "" {
				return
			}
			if seen[answer.next] {
				yield(none, errors.New("the list does not end: FullStory named the same next page twice"))
				return
			}
			seen[answer.next] = true
			query.Set("paginationToken", answer.next)
		}
	}
}
