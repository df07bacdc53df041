package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// NewSettledWindow returns the function settled_window.
func NewSettledWindow() function.Function { return settledWindow{} }

type settledWindow struct{}

func (settledWindow) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "settled_window"
}

func (settledWindow) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Returns the latest complete time window",
		MarkdownDescription: "Returns the latest window `{ start, end }` of one `step` that ended at least `delay` before `now`, " +
			"for scheduled exports. Windows are aligned to `step`, counted from the Unix epoch: days begin at midnight UTC, " +
			"weeks on Monday, months on the first. " + localDaysText + " " +
			"FullStory's data settles for up to 24 hours, so a `delay` of `24h` gives complete data. Makes no request to FullStory.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "now",
				MarkdownDescription: "The current time, as RFC 3339; use `plantimestamp()`.",
			},
			function.StringParameter{
				Name:                "step",
				MarkdownDescription: "Length of the window: " + stepText + ".",
			},
			function.StringParameter{
				Name:                "delay",
				MarkdownDescription: "How long ago the window must have ended, such as `24h`, or `0s`.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: windowType.AttrTypes},
	}
}

func (settledWindow) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var nowText, stepText, delayText string
	if resp.Error = req.Arguments.Get(ctx, &nowText, &stepText, &delayText); resp.Error != nil {
		return
	}
	now, err := parseTime(0, nowText)
	if err != nil {
		resp.Error = err
		return
	}
	step, err := parseStepArgument(1, stepText)
	if err != nil {
		resp.Error = err
		return
	}
	delay, invalid := parseDuration(delayText)
	if invalid != nil {
		resp.Error = function.NewArgumentFuncError(2, fmt.Sprintf("The delay %q %s", delayText, invalid))
		return
	}
	w := latestSettled(now, step, delay)
	if w.start.Year() < 0 { // RFC 3339 has four digits
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("The window before %q begins before the year 0", nowText))
		return
	}
	resp.Error = resp.Result.Set(ctx, w.toTerraform())
}
