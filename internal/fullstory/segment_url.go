package fullstory

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"
)

// SegmentIDInURL returns the segment ID in a URL of the app on any host:
// .../ui/ORG/segments/{id}/people/0 (documented). The error completes
// "the URL …".
func SegmentIDInURL(address string) (string, error) {
	path := strings.TrimSpace(address)
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	elements := strings.Split(path, "/")
	for i := 0; i+3 < len(elements); i++ {
		if elements[i] != "ui" || elements[i+1] == "" || elements[i+2] != "segments" {
			continue
		}
		id, err := url.PathUnescape(elements[i+3])
		switch {
		case err != nil, !utf8.ValidString(id):
			return "", errors.New("contains an ID with invalid escapes")
		case strings.TrimSpace(id) == "":
			return "", errors.New("has no segment ID after /segments/")
		}
		return id, nil
	}
	return "", errors.New("is not the URL of a segment in the FullStory app")
}
