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
		Summary: "Takes the id of a segment out of its address in the app",
		MarkdownDescription: "Takes the id of a segment out of its address in the app, " +
			"such as `https://app.fullstory.com/ui/ORG/segments/everyone/people/0`, as the browser shows it. FullStory is not asked, so that it costs no export.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "url",
			MarkdownDescription: "The address, which must hold `/ui/ORG/segments/ID`. What comes before and after is left aside.",
		}},
		Return: function.StringReturn{},
	}
}

func (segmentID) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var address string
	if resp.Error = req.Arguments.Get(ctx, &address); resp.Error != nil {
		return
	}
	id, err := SegmentID(address)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q %s. Copy the address of the segment's page from the browser; "+
			"it looks like \"https://app.fullstory.com/ui/ORG/segments/ID/people/0\"", address, err))
		return
	}
	resp.Error = resp.Result.Set(ctx, id)
}

// SegmentID finds the id of a segment in an address of the app,
// …/ui/ORG/segments/{id}/people/0 (documented), on whatever host. The error
// completes "the address …".
func SegmentID(address string) (string, error) {
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
			return "", errors.New("holds an id that is not escaped as addresses are")
		case strings.TrimSpace(id) == "":
			return "", errors.New("names no segment after /segments/")
		}
		return id, nil
	}
	return "", errors.New("is not the address of a segment in the app")
}
