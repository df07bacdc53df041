package diagnose

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	invalidTime     = newSummary("Invalid RFC 3339 time")
	invalidTimezone = newSummary("Unknown time zone")
	invalidTimeout  = newSummary("Timeout is not positive")
	unreadTimeout   = newSummary("Timeout is not a duration")
	emptyRange      = newSummary("Empty time range")
	reversedRange   = newSummary("Time range ends before it starts")
	notInWireFormat = newSummary("Not supported by wire_format \"schema\"")
	scopeOfEvents   = newSummary("scope requires type = \"events\"")
	duplicateField  = newSummary("Duplicate field")
	notSettled      = newSummary("Data for this time range may still change")
	unknownColumn   = newSummary("Undocumented column in fields")
	futureRange     = newSummary("Time range ends in the future")
	defaultRange    = newSummary("Segment covers the last 30 days only")
	lastSecond      = newSummary("Time range excludes its last second")
	replacedUnknown = newSummary("Unknown value replaces the segment export")
	noOutput        = newSummary("output_path requires waiting")
	internalError   = newSummary("Bug in the provider")
)

// InvalidTime says that a value is not an RFC 3339 time.
func InvalidTime(argument, value string, err error) Text {
	return Text{invalidTime, fmt.Sprintf("%s is %q, which is not a valid RFC 3339 time: %s. "+
		"Write date, time and offset, for example \"2026-01-31T00:00:00Z\" or \"2026-01-31T02:00:00+02:00\".", argument, value, err)}
}

// NotOneOf says that an argument does not accept a value; suggestion may be
// empty.
func NotOneOf(argument string, accepted []string, value, suggestion string) Text {
	return BreaksRule(argument, fmt.Sprintf("value must be one of: %q", accepted), value, suggestion)
}

// BreaksRule says that the value of an argument breaks a rule, such as "must
// not be blank", in the words of the framework's validators, but with the value
// in quotes; suggestion may be empty.
func BreaksRule(argument, rule, value, suggestion string) Text {
	text := fmt.Sprintf("Attribute %s %s, got: %q", argument, rule, value)
	if suggestion != "" {
		text += fmt.Sprintf("; did you mean %q?", suggestion)
	}
	return Text{summary{"Invalid Attribute Value Match"}, text} // the framework's, so that it is not registered
}

// InvalidTimezone says that a value is not a time zone; suggestion may be
// empty.
func InvalidTimezone(value, suggestion string) Text {
	text := fmt.Sprintf("%q is not the name of a time zone in the IANA database. ", value)
	if suggestion != "" {
		return Text{invalidTimezone, text + fmt.Sprintf("Did you mean %q?", suggestion)}
	}
	return Text{invalidTimezone, text + `Use a name such as "Europe/Berlin", "America/New_York" or "UTC".`}
}

// InvalidTimeouts returns an error for each timeout that is not a positive
// duration; alternative says what else the user may want. The error is placed at
// the argument timeouts: for an attribute inside it, the CLI shows the first
// line of the resource.
func InvalidTimeouts(timeouts types.Object, alternative string) (diags diag.Diagnostics) {
	attributes := timeouts.Attributes()
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		value, ok := attributes[name].(types.String)
		if !ok || value.IsNull() || value.IsUnknown() {
			continue
		}
		d, err := time.ParseDuration(value.ValueString())
		why := invalidTimeout
		if err != nil {
			why = unreadTimeout
		}
		if err != nil || d <= 0 {
			diags.Append(Text{why, fmt.Sprintf("timeouts.%s is %q. Use a positive duration, for example \"90m\". %s", name, value.ValueString(),
				alternative)}.AsAttributeError(path.Root("timeouts")))
		}
	}
	return diags
}

// rangeKeys says why a bound that was set may be missing.
const rangeKeys = "Check the spelling: Terraform silently drops unknown keys of a range, such as from, to or until. The keys are start and end."

// EmptyRange says that a time range has no bound.
func EmptyRange(argument string) Text {
	return Text{emptyRange, fmt.Sprintf("%s has neither start nor end. Set at least one of them, or omit %[1]s. ", argument) + rangeKeys}
}

// ReversedRange says that a time range does not end after its start.
func ReversedRange(argument, start, end string) Text {
	return Text{reversedRange, fmt.Sprintf("%s.end must be after %[1]s.start, but %q is not after %q.", argument, end, start)}
}

// NotInWireFormat says that the wire format cannot carry an argument.
func NotInWireFormat(argument string) Text {
	return Text{notInWireFormat, fmt.Sprintf("%s exists only in FullStory's HTTP reference, and the provider uses the wire format \"schema\" "+
		"for this endpoint. Omit it, or set wire_format = \"reference\" in the provider block if the endpoint supports it.", argument)}
}

// ScopeOfEvents says that only exports of events have a scope.
func ScopeOfEvents(exportType string) Text {
	return Text{scopeOfEvents, fmt.Sprintf("An export of type %q has no scope. Omit scope, or set type = \"events\".", exportType)}
}

// DuplicateField says that a field occurs twice.
func DuplicateField(field string) Text {
	return Text{duplicateField, fmt.Sprintf("%q occurs more than once in fields. FullStory rejects such an export; remove the duplicate.", field)}
}

// UnknownColumn is a name in fields that is probably misspelled.
type UnknownColumn struct {
	Name    string
	Nearest string // the column that it may mean, or empty
}

// UnknownColumns warns of names in fields. One warning has them all: the CLI
// shows only the first of several warnings with the same summary.
func UnknownColumns(exportType string, columns []UnknownColumn) Text {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = strconv.Quote(column.Name)
		if column.Nearest != "" {
			names[i] += fmt.Sprintf(" (did you mean %q?)", column.Nearest)
		}
	}
	return Text{unknownColumn, fmt.Sprintf("Not documented for an export of %s: %s. "+
		"FullStory may add columns: ignore this warning if the spelling is right.", exportType, strings.Join(names, ", "))}
}

// NoEnd warns of a range that ends when the export runs.
func NoEnd(argument string) Text {
	return Text{notSettled, fmt.Sprintf("%s has no end, so it ends when the export runs, and FullStory may still add data of its last 24 hours. "+
		"For complete data, set an end that is at least 24 hours ago. ", argument) + rangeKeys}
}

// NotSettled warns of a range whose data may still change.
func NotSettled(argument, end string) Text {
	return Text{notSettled, fmt.Sprintf("%s.end is %q, less than 24 hours ago. FullStory may still add data of this range. "+
		"For complete data, export a range that ended at least 24 hours ago.", argument, end)}
}

// FutureRange warns of a range that ends in the future.
func FutureRange(argument, end string) Text {
	return Text{futureRange, fmt.Sprintf("%s.end is %q. The export contains only what FullStory has recorded by the time it runs; "+
		"the rest of the range will be missing. For complete data, export a range that ended at least 24 hours ago.", argument, end)}
}

// DefaultRange warns of a range that the segment "everyone" does not cover.
func DefaultRange() Text {
	return Text{defaultRange, "The segment \"everyone\" covers the last 30 days unless segment_time_range is set, and time_range starts earlier. " +
		"The export will lack users who were active only before. Set segment_time_range to the same range, or to {} for all time " +
		"(wire format \"reference\" only)."}
}

// LastSecond warns of a range whose end is meant to be inclusive.
func LastSecond(argument, end string) Text {
	return Text{lastSecond, fmt.Sprintf("%s.end is %q. The end is exclusive, so the last second of the range is not exported. "+
		"Use the start of the next minute instead.", argument, end)}
}

// ReplacedUnknown warns of an argument that replaces an export only because its
// value is not known in the plan.
func ReplacedUnknown(argument string) Text {
	return Text{replacedUnknown, fmt.Sprintf("The value of %s is not known yet, so the plan replaces the export even if the value turns out equal. "+
		"To keep the export, make the value known in the plan: remove depends_on from the data source or module that it comes from, "+
		"and use plantimestamp() instead of timestamp().", argument)}
}

// NoOutput says that a download needs a completed export.
func NoOutput() Text {
	return Text{noOutput, "The file can be downloaded only after the export has completed. " +
		"Omit output_path, or omit wait_for_completion = false."}
}

// issues is where users report problems of the provider.
const issues = "https://github.com/fullstory-community/terraform-provider-fullstory/issues"

// Internal reports a bug of the provider.
func Internal(what string) Text {
	return Text{internalError, "Please report this at " + issues + ". " + Value(what)}
}
