package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
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
	id, err := fullstory.SegmentIDInURL(address)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("%q %s. Copy the URL of the segment's page from the browser, "+
			"such as \"https://app.fullstory.com/ui/ORG/segments/ID/people/0\"", address, err))
		return
	}
	resp.Error = resp.Result.Set(ctx, id)
}
