// Package functions serves the provider's functions: for each a pure function,
// and an adapter that reads its arguments and reports its errors.
package functions

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/rfc3339"
)

// NewTimeWindows returns the function time_windows.
func NewTimeWindows() function.Function { return timeWindows{} }

type timeWindows struct{}

// The positions of its arguments.
const (
	argStart int64 = iota
	argEnd
	argStep
	argOverlap
)

const stepText = "numbers with the units `w` (7 days), `d` (24 hours), `h`, `m`, `s`, `ms`, `us` or `ns`, such as `1d` or `1d12h`, " +
	"or calendar months such as `1mo`"

// localDaysText is what the windows of both functions are not.
const localDaysText = "All times are in UTC: the days of a time zone such as `Europe/Berlin` begin at another time, and have 23 or 25 hours when the clock changes."

// windowType is the type of a window.
var windowType = types.ObjectType{AttrTypes: map[string]attr.Type{"start": types.StringType, "end": types.StringType}}

func (timeWindows) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "time_windows"
}

func (timeWindows) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Cuts a time range into consecutive windows",
		MarkdownDescription: "Cuts the time from `start` to `end` into consecutive windows of one `step` each, for `for_each`. " +
			"Each window begins where the previous one ends, and the last one is cut off at `end`. " +
			"Starts are inclusive, ends exclusive. Equal times return an empty list. " +
			localDaysText + " " +
			"More than " + fmt.Sprint(maxWindows) + " windows are an error. Makes no request to FullStory.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "start",
				MarkdownDescription: "Start of the first window, as RFC 3339, such as `2026-01-01T00:00:00Z`.",
			},
			function.StringParameter{
				Name:                "end",
				MarkdownDescription: "End of the last window, as RFC 3339, not before `start`.",
			},
			function.StringParameter{
				Name:                "step",
				MarkdownDescription: "Length of a window: " + stepText + ".",
			},
		},
		VariadicParameter: function.StringParameter{
			Name: "overlap",
			MarkdownDescription: "Optional: how much earlier each window but the first begins, such as `1d`, to export late data again. " +
				"It must be shorter than `step`. Remove duplicates downstream.",
		},
		Return: function.ListReturn{ElementType: windowType},
	}
}

func (timeWindows) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var startText, endText, stepText string
	var overlapTexts []string
	if resp.Error = req.Arguments.Get(ctx, &startText, &endText, &stepText, &overlapTexts); resp.Error != nil {
		return
	}
	start, err := parseTime(argStart, startText)
	if err != nil {
		resp.Error = err
		return
	}
	end, err := parseTime(argEnd, endText)
	if err != nil {
		resp.Error = err
		return
	}
	step, err := parseStepArgument(argStep, stepText)
	if err != nil {
		resp.Error = err
		return
	}
	overlap, err := parseOverlap(overlapTexts, step)
	if err != nil {
		resp.Error = err
		return
	}
	if end.Before(start) {
		resp.Error = function.NewArgumentFuncError(argEnd, fmt.Sprintf("The end must not be before the start, but %q is before %q", endText, startText))
		return
	}
	windows, tooMany := splitRange(start, end, step, overlap)
	if tooMany != nil {
		resp.Error = function.NewArgumentFuncError(argStep, fmt.Sprintf("The step %q is too short: it %s. The unit m is minutes; months are mo", stepText, tooMany))
		return
	}
	list := make([]terraformWindow, 0, len(windows))
	for _, w := range windows {
		list = append(list, w.toTerraform())
	}
	resp.Error = resp.Result.Set(ctx, list)
}

// parseOverlap parses the optional argument.
func parseOverlap(texts []string, step step) (time.Duration, *function.FuncError) {
	if len(texts) == 0 {
		return 0, nil
	}
	if len(texts) > 1 {
		return 0, function.NewArgumentFuncError(argOverlap+1, "time_windows takes one overlap at most")
	}
	overlap, err := parseDuration(texts[0])
	if err != nil {
		return 0, function.NewArgumentFuncError(argOverlap, fmt.Sprintf("The overlap %q %s", texts[0], err))
	}
	shortest := step.duration
	if step.months > 0 {
		shortest = time.Duration(step.months) * 28 * day
	}
	if overlap >= shortest {
		return 0, function.NewArgumentFuncError(argOverlap, fmt.Sprintf("The overlap %q must be shorter than the step", texts[0]))
	}
	return overlap, nil
}

// terraformWindow is a window as the functions return it.
type terraformWindow struct {
	Start string `tfsdk:"start"`
	End   string `tfsdk:"end"`
}

func (w window) toTerraform() terraformWindow {
	return terraformWindow{w.start.Format(time.RFC3339Nano), w.end.Format(time.RFC3339Nano)}
}

func parseTime(argument int64, text string) (time.Time, *function.FuncError) {
	t, err := rfc3339.Parse(text)
	if err != nil {
		return t, function.NewArgumentFuncError(argument, fmt.Sprintf("%q is not a valid RFC 3339 time: %s. "+
			"Write date, time and offset, for example \"2026-01-31T00:00:00Z\"", text, err))
	}
	return t, nil
}

func parseStepArgument(argument int64, text string) (step, *function.FuncError) {
	s, err := parseStep(text)
	if err != nil {
		return s, function.NewArgumentFuncError(argument, fmt.Sprintf("The step %q %s", text, err))
	}
	return s, nil
}
