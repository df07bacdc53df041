package functions

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// NewSegmentID returns the function segment_id.
func NewSegmentID() function.Function { return segmentID{} }

type segmentID struct{}

func (segmentID) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "segment_id"
}

func (segmentID) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Returns the segment ID in a FullStory app URL",
		MarkdownDescription: "Returns the segment ID in a FullStory app URL, such as " +
			"`https://app.fullstory.com/ui/ORG/segments/everyone/people/0`. Makes no request to FullStory.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "url",
			MarkdownDescription: "The URL, which must contain `/ui/ORG/segments/ID`. Anything before or after is ignored.",
		}},
		Return: function.StringReturn{},
	}
}

func (segmentID) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var address string
	if resp.Error = req.Arguments.Get(ctx, &address); resp.Error != nil {
		return
	}
	id, err := segmentIDOf(address)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q %s. Copy the URL of the segment's page from the browser, "+
			"such as \"https://app.fullstory.com/ui/ORG/segments/ID/people/0\"", address, err))
		return
	}
	resp.Error = resp.Result.Set(ctx, id)
}

// segmentIDOf returns the segment ID in a URL of the app on any host:
// .../ui/ORG/segments/{id}/people/0 (documented). The error completes
// "the URL …".
func segmentIDOf(address string) (string, error) {
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
