package fullstorytest

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const maxLimit = 100

// list describes an endpoint that returns pages.
type list struct {
	name         string // of the array in the response
	filters      []string
	defaultLimit int
}

// listItem is an item of a list. Keys ascend within a list and stay the same.
type listItem struct {
	key  int
	json func() string
}

// page returns the page of a list that a request asks for. A token is the key
// of the page's first item, so that new items move no page, or an offset (see
// [WithOffsetTokens]).
func (s *Server) page(c call, l list, items []listItem) response {
	limit, err := c.limit(l.defaultLimit)
	if err != nil {
		return s.errorResponse(http.StatusBadRequest, err.Error())
	}
	inQuery, inResponse := s.tokenNames(l.name)
	if s.settings.strictQuery {
		for name := range c.query {
			if name != inQuery && name != "limit" && !slices.Contains(l.filters, name) {
				return s.errorResponse(http.StatusBadRequest, fmt.Sprintf("unknown query parameter %q", name))
			}
		}
	}
	from, ok, err := c.token()
	if err != nil {
		return s.errorResponse(http.StatusBadRequest, err.Error())
	}
	first := 0
	switch {
	case !ok:
	case s.settings.offsetTokens:
		first = min(max(from, 0), len(items))
	default:
		if first = slices.IndexFunc(items, func(i listItem) bool { return i.key >= from }); first < 0 {
			first = len(items)
		}
	}
	next := ""
	last := min(first+limit, len(items))
	if last < len(items) {
		position := items[last].key
		if s.settings.offsetTokens {
			position = last
		}
		next = fmt.Sprintf(`,%q:%s`, inResponse, quote(encodeToken(position)))
	}
	var shown []string
	for _, item := range items[first:last] {
		shown = append(shown, item.json())
	}
	return s.jsonResponse(http.StatusOK, fmt.Sprintf(`{%q:[%s]%s}`, l.name, strings.Join(shown, ","), next))
}

// tokenNames returns the names of the token in the query and in the response.
func (s *Server) tokenNames(list string) (inQuery, inResponse string) {
	spelling := s.settings.tokenSpelling
	if spelling == "" && s.settings.wireFormat == wireSchema && list == "segments" {
		spelling = "schema"
	}
	switch spelling {
	case "schema":
		return "pagination_token", "pagination_token"
	case "snake":
		return "pagination_token", "next_pagination_token"
	default:
		return "paginationToken", "nextPaginationToken"
	}
}

// limit returns the number of items that a request asks for.
func (c call) limit(defaultLimit int) (int, error) {
	if !c.query.Has("limit") {
		return defaultLimit, nil
	}
	limit, err := strconv.Atoi(c.query.Get("limit"))
	if err != nil || limit < 1 || limit > maxLimit {
		return 0, fmt.Errorf("limit must be a number from 1 to %d", maxLimit)
	}
	return limit, nil
}

// token returns the position in the token of a request, in either spelling.
func (c call) token() (position int, ok bool, err error) {
	token := c.query.Get("paginationToken") + c.query.Get("pagination_token")
	if token == "" {
		return 0, false, nil
	}
	raw, _ := base64.StdEncoding.DecodeString(token)
	position, err = strconv.Atoi(strings.TrimPrefix(string(raw), tokenPrefix))
	if err != nil {
		return 0, false, errors.New("the pagination token is not valid")
	}
	return position, true, nil
}

// tokenPrefix prevents clients from taking a token for a number.
const tokenPrefix = "page from "

func encodeToken(position int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s%d", tokenPrefix, position))
}

// matches reports whether an item passes a filter of the query.
func (c call) matches(filter, value string) bool {
	return !c.query.Has(filter) || c.query.Get(filter) == value
}
