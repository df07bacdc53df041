package fullstory_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

func TestUnit_SegmentIDInURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://app.fullstory.com/ui/19AB2C/segments/everyone/people/0":                                    "everyone",
		"https://app.eu1.fullstory.com/ui/19AB2C/segments/everyone":                                         "everyone",
		"https://app.fullstory.com/ui/19AB2C/segments/n8ZqXw3KpL2c/":                                        "n8ZqXw3KpL2c",
		"https://app.fullstory.com/ui/19AB2C/segments/ada@example.com:4241245858598272/people/0":            "ada@example.com:4241245858598272",
		"https://app.fullstory.com/ui/19AB2C/segments/ada%40example.com%3A4241245858598272/people/0":        "ada@example.com:4241245858598272",
		"https://app.fullstory.com/ui/19AB2C/segments/a%2Fb%2Bc+d%3D%3D/people/0":                           "a/b+c+d==",
		"https://app.fullstory.com/ui/19AB2C/segments/x/people/0?from=/ui/o/segments/y#/ui/o/segments/z":    "x",
		"https://app.fullstory.com/ui/19AB2C/segments/x?a=b":                                                "x",
		"https://app.fullstory.com/ui/19AB2C/segments/x#fragment":                                           "x",
		" https://localhost:8080/proxy/ui/o/segments/x/people:search:(:((UserAppKey:==:u)))/0/more/parts\n": "x",
		"app.fullstory.com/ui/19AB2C/segments/x/people/0":                                                   "x",
		"/ui/segments/segments/segments/people/0":                                                           "segments",
		"https://app.fullstory.com/ui/ui/segments/x":                                                        "x",
	} {
		if got, err := fullstory.SegmentIDInURL(address); err != nil || got != want {
			t.Errorf("%q: got %q and %v, want %q", address, got, err, want)
		}
	}
	for address, message := range map[string]string{
		"": "is not the URL of a segment",
		"https://app.fullstory.com/ui/19AB2C/segments":                   "is not the URL of a segment",
		"https://app.fullstory.com/ui/19AB2C/session/x":                  "is not the URL of a segment",
		"https://api.fullstory.com/segments/v1/x":                        "is not the URL of a segment",
		"https://app.fullstory.com/ui/19AB2C?back=/ui/19AB2C/segments/x": "is not the URL of a segment",
		"https://app.fullstory.com/ui//segments/x":                       "is not the URL of a segment",
		"everyone": "is not the URL of a segment",
		"https://app.fullstory.com/ui/19AB2C/segments/":          "has no segment ID",
		"https://app.fullstory.com/ui/19AB2C/segments//people/0": "has no segment ID",
		"https://app.fullstory.com/ui/19AB2C/segments/%20/x":     "has no segment ID",
		"https://app.fullstory.com/ui/19AB2C/segments/%zz/x":     "invalid escapes",
		"https://app.fullstory.com/ui/19AB2C/segments/%ff/x":     "invalid escapes",
	} {
		if got, err := fullstory.SegmentIDInURL(address); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%q: got %q and %v, want an error with %q", address, got, err, message)
		}
	}
}

// FuzzSegmentIDInURL checks that every text gives an ID or an error, and that every
// ID is found in its URL.
func FuzzSegmentIDInURL(f *testing.F) {
	for _, seed := range []string{"", "everyone", "a/b+c:d==", "%2f", "?#", "/ui/o/segments/x", "https://h/ui/o/segments/%zz", "é", "\xff", " "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := fullstory.SegmentIDInURL(text); err == nil && (strings.TrimSpace(id) == "" || !utf8.ValidString(id)) {
			t.Errorf("%q gives the id %q", text, id)
		}
		id, err := fullstory.SegmentIDInURL("https://app.fullstory.com/ui/19AB2C/segments/" + url.PathEscape(text) + "/people/0")
		if possible := strings.TrimSpace(text) != "" && utf8.ValidString(text); (err == nil) != possible || possible && id != text {
			t.Errorf("the id %q comes back as %q and %v", text, id, err)
		}
	})
}
