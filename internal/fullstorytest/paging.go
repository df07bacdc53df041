package fullstorytest

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const mostPerPage = 100

// limitOf reads how many rows a page is to have.
func limitOf(c call, otherwise int) (int, error) {
	if !c.query.Has("limit") {
		return otherwise, nil
	}
	limit, err := strconv.Atoi(c.query.Get("limit"))
	if err != nil || limit < 1 || limit > mostPerPage {
		return 0, fmt.Errorf("limit must be a number from 1 to %d", mostPerPage)
	}
	return limit, nil
}

// tokenFor wraps a place in a list, so that no client takes it for a number.
func tokenFor(place int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "page from %d", place))
}

// placeOf reads the token of a request, in either spelling.
func placeOf(c call, otherwise int) (int, error) {
	token := cmp.Or(c.query.Get("paginationToken"), c.query.Get("pagination_token"))
	if token == "" {
		return otherwise, nil
	}
	raw, _ := base64.StdEncoding.DecodeString(token)
	place, err := strconv.Atoi(strings.TrimPrefix(string(raw), "page from "))
	if err != nil || place < 0 {
		return 0, errors.New("the pagination token is not valid")
	}
	return place, nil
}

// page is one page of a list; an empty token means that there is no other.
func (s *Server) page(name string, rows []string, token string) answer {
	next := ""
	if token != "" {
		member := "nextPaginationToken"
		if s.settings.snakeTokens {
			member = "next_pagination_token"
		}
		next = fmt.Sprintf(`,%q:%s`, member, quote(token))
	}
	return jsonAnswer(http.StatusOK, fmt.Sprintf(`{%q:[%s]%s}`, name, strings.Join(rows, ","), next))
}

// matches tells whether a row passes a filter, which is none where the query does not have it.
func matches(c call, filter, value string) bool {
	return !c.query.Has(filter) || c.query.Get(filter) == value
}
