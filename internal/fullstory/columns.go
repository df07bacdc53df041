package fullstory

import (
	"slices"
	"strings"
)

// ColumnType is the type of the values in a column of an export.
type ColumnType string

// The types of the documented columns. IDs are 64-bit integers, and may exceed
// what a float can hold.
const (
	ColumnString    ColumnType = "string"
	ColumnInt64     ColumnType = "int64"
	ColumnFloat64   ColumnType = "float64"
	ColumnBool      ColumnType = "bool"      // of custom properties only
	ColumnTimestamp ColumnType = "timestamp" // RFC 3339, UTC
)

// Column is a column of an exported file.
type Column struct {
	Name string
	Type ColumnType
}

// standardColumns are the documented columns of each type of export, in the
// documented order. Their types are documented or observed.
var standardColumns = map[ExportType][]Column{
	ExportTypeEvents: slices.Concat(
		columns(ColumnInt64, "IndvId UserId SessionId PageId"),
		columns(ColumnTimestamp, "UserCreated"),
		columns(ColumnString, "UserAppKey UserDisplayName UserEmail"),
		columns(ColumnTimestamp, "SessionStart EventStart"),
		columns(ColumnString, "EventType EventSubType EventCustomName EventTargetText EventTargetSelector"),
		columns(ColumnInt64, "EventDuration EventSecondaryDuration EventPageOffset EventSessionOffset "+
			"EventModFrustrated EventModDead EventModError EventModSuspicious"), // counts, not booleans
		columns(ColumnFloat64, "EventCumulativeLayoutShift"),
		columns(ColumnInt64, "EventFirstInputDelay"),
		columns(ColumnString, "EventVarErrorKind EventVarFields EventWebSourceFileUrl EventMobileSourceFile PageName"),
		columns(ColumnTimestamp, "PageStart"),
		columns(ColumnInt64, "PageDuration PageActiveDuration"),
		columns(ColumnString, "PageUrl PageRefererUrl PageIp PageLatLong PageUserAgent PageBrowser PageBrowserVersion "+
			"PageDevice PagePlatform PageOperatingSystem"),
		columns(ColumnInt64, "PageScreenWidth PageScreenHeight PageViewportWidth PageViewportHeight PageNumEvents "+
			"PageNumDerivedEvents PageNumInfos PageNumWarnings PageNumErrors PageClusterId PageMaxScrollDepthPercent "+
			"LoadDomContentTime LoadEventTime LoadFirstPaintTime LoadLargestPaintTime"),
		columns(ColumnString, "ReqUrl ReqMethod"),
		columns(ColumnInt64, "ReqStatus"),
		columns(ColumnString, "AppName AppPackageName AppDeviceModel AppDeviceVendor AppVersion AppOsVersion AppViewName"),
	),
	ExportTypeIndividuals: slices.Concat(
		columns(ColumnInt64, "IndvId"),
		columns(ColumnTimestamp, "Created"),
		columns(ColumnString, "Uid DisplayName Email"), // Uid is the customer's own ID
		columns(ColumnInt64, "NumSessions NumPages NumEvents TotalSec ActiveSec"),
		columns(ColumnFloat64, "AvgSessionSec AvgSessionActiveSec"),
		columns(ColumnInt64, "MaxSessionSec LastSessionNumPages LastSessionNumEvents LastSessionSec LastSessionActiveSec"),
		columns(ColumnTimestamp, "LastSessionStart"),
		columns(ColumnString, "LastPage LastIp LastLatLong"),
		columns(ColumnTimestamp, "LastEventStart"),
		columns(ColumnString, "LastBrowser LastDevice LastPlatform LastOperatingSystem UserVars"), // UserVars is observed
	),
}

// columns returns columns of one type, named in a text.
func columns(columnType ColumnType, names string) (all []Column) {
	for name := range strings.FieldsSeq(names) {
		all = append(all, Column{name, columnType})
	}
	return all
}

// customPrefixes begin the names of custom properties (documented; page_ is
// observed).
var customPrefixes = []string{"user_", "evt_", "page_"}

// hasCustomPrefix reports whether a name begins as those of custom properties.
func hasCustomPrefix(name string) bool {
	return slices.ContainsFunc(customPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// documented returns the documented column with a name, of any type of export.
func documented(name string) (column Column, found bool) {
	for _, all := range standardColumns {
		for _, column := range all {
			if column.Name == name {
				return column, true
			}
		}
	}
	return Column{}, false
}

// IsKnownColumn reports whether a column has a documented name, or that of a
// custom property.
func IsKnownColumn(name string) bool {
	_, found := documented(name)
	return found || hasCustomPrefix(name)
}
