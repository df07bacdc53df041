// Package functions serves the provider's functions: for each a pure core,
// and an adapter that reads its arguments and places its errors.
package functions

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// NewTimeWindows returns the function time_windows.
func NewTimeWindows() function.Function { return timeWindows{} }

type timeWindows struct{}

// The arguments, by their position.
const (
	argStart int64 = iota
	argEnd
	argStep
)

func (timeWindows) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "time_windows"
}

func (timeWindows) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Cuts a time range into consecutive windows",
		MarkdownDescription: "Cuts the time from `start` to `end` into consecutive windows of at most `step` each, for `for_each`. " +
			"The windows cover the time exactly once: each begins where the one before it ends, and the last one is cut at `end`. " +
			"The start belongs to a window, the end does not.\n\n" +
			"All times are in UTC, where every day has 24 hours. At most " + fmt.Sprint(MaxWindows) + " windows are made. " +
			"FullStory is not asked: what costs an export is each resource that is made of a window.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "start",
				MarkdownDescription: "The first moment, as RFC 3339, such as `2026-01-01T00:00:00Z`.",
			},
			function.StringParameter{
				Name:                "end",
				MarkdownDescription: "The first moment that is no longer in the last window, as RFC 3339; it must lie after `start`.",
			},
			function.StringParameter{
				Name: "step",
				MarkdownDescription: "How long each window is: numbers with the units `w` (7 days), `d` (24 hours), `h`, `m`, `s`, `ms`, `us` " +
					"or `ns`, such as `1d`, `12h` or `1d12h`.",
			},
		},
		Return: function.ListReturn{ElementType: types.ObjectType{AttrTypes: map[string]attr.Type{
			"start": types.StringType,
			"end":   types.StringType,
		}}},
	}
}

func (timeWindows) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var startText, endText, stepText string
	if resp.Error = req.Arguments.Get(ctx, &startText, &endText, &stepText); resp.Error != nil {
		return
	}
	start, startErr := parseInstant(argStart, startText)
	end, endErr := parseInstant(argEnd, endText)
	step, err := ParseStep(stepText)
	switch {
	case startErr != nil:
		resp.Error = startErr
		return
	case endErr != nil:
		resp.Error = endErr
		return
	case err != nil:
		resp.Error = function.NewArgumentFuncError(argStep, fmt.Sprintf("The step %q %s", stepText, err))
		return
	case !end.After(start):
		resp.Error = function.NewArgumentFuncError(argEnd, fmt.Sprintf("The end must lie after the start, but %q is not after %q", endText, startText))
		return
	}
	windows, err := Windows(start, end, step)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(argStep, fmt.Sprintf("The step %q is too short: %s", stepText, err))
		return
	}
	written := make([]writtenWindow, 0, len(windows))
	for _, window := range windows {
		written = append(written, writtenWindow{window.Start.Format(time.RFC3339Nano), window.End.Format(time.RFC3339Nano)})
	}
	resp.Error = resp.Result.Set(ctx, written)
}

type writtenWindow struct {
	Start string `tfsdk:"start"`
	End   string `tfsdk:"end"`
}

func parseInstant(argument int64, text string) (time.Time, *function.FuncError) {
	t, err := timetypes.Parse(text)
	if err != nil {
		return t, function.NewArgumentFuncError(argument, fmt.Sprintf("%q is not an RFC 3339 time: %s. "+
			"Write date, time and offset, as in \"2026-01-31T00:00:00Z\"", text, err))
	}
	return t, nil
}
