package fullstorytest

import (
	"slices"
	"strings"
)

// The documented columns of an export.
var (
	eventColumns = strings.Fields(`
		IndvId UserId SessionId PageId UserCreated UserAppKey UserDisplayName UserEmail SessionStart
		EventStart EventType EventSubType EventCustomName EventTargetText EventTargetSelector
		EventDuration EventSecondaryDuration EventPageOffset EventSessionOffset EventModFrustrated
		EventModDead EventModError EventModSuspicious EventCumulativeLayoutShift EventFirstInputDelay
		EventVarErrorKind EventVarFields EventWebSourceFileUrl EventMobileSourceFile PageName PageStart
		PageDuration PageActiveDuration PageUrl PageRefererUrl PageIp PageLatLong PageUserAgent
		PageBrowser PageBrowserVersion PageDevice PagePlatform PageOperatingSystem PageScreenWidth
		PageScreenHeight PageViewportWidth PageViewportHeight PageNumEvents PageNumDerivedEvents
		PageNumInfos PageNumWarnings PageNumErrors PageClusterId PageMaxScrollDepthPercent
		LoadDomContentTime LoadEventTime LoadFirstPaintTime LoadLargestPaintTime ReqUrl ReqMethod
		ReqStatus AppName AppPackageName AppDeviceModel AppDeviceVendor AppVersion AppOsVersion AppViewName`)
	individualColumns = strings.Fields(`
		IndvId Created Uid DisplayName Email NumSessions NumPages NumEvents TotalSec ActiveSec
		AvgSessionSec AvgSessionActiveSec MaxSessionSec LastSessionNumPages LastSessionNumEvents
		LastSessionSec LastSessionActiveSec LastSessionStart LastPage LastIp LastLatLong LastEventStart
		LastBrowser LastDevice LastPlatform LastOperatingSystem`)
)

// The custom properties that exist in this organization.
var (
	userProperties = strings.Fields("user_plan_str user_seats_int user_mrr_real user_trial_bool user_renewal_date")
	pageProperties = strings.Fields("page_template_str page_items_int")
	evtProperties  = strings.Fields("evt_coupon_str evt_total_real evt_items_int")
)

// column is a column of an export.
type column struct {
	name string
	kind kind
}

// columnsFor returns the columns of an export.
func columnsFor(request exportRequest) []column {
	var columns []column
	for _, name := range columnNames(request) {
		columns = append(columns, column{name, kindOf(name)})
	}
	return columns
}

// columnNames returns the names of the columns: those of the request's fields,
// in order, or the standard ones and all custom properties.
func columnNames(request exportRequest) []string {
	standard, wildcards := individualColumns, map[string][]string{"user_*": userProperties, "evt_*": nil, "page_*": nil}
	if isEvents(request) {
		standard = eventColumns
		wildcards["evt_*"], wildcards["page_*"] = evtProperties, pageProperties
	}
	if len(request.Fields) == 0 {
		return slices.Concat(standard, wildcards["user_*"], wildcards["page_*"], wildcards["evt_*"])
	}
	var names []string
	for _, field := range request.Fields {
		if properties, ok := wildcards[field]; ok {
			names = append(names, properties...)
		} else {
			names = append(names, field)
		}
	}
	return names
}

// isEvents reports whether an export is one of events, for either description.
func isEvents(request exportRequest) bool {
	return request.Type == "events" || request.Type == "TYPE_EVENT"
}

// kind is the type of a column's values.
type kind int

const (
	kindText kind = iota
	kindID        // an integer that a float64 cannot hold exactly
	kindNumber
	kindReal
	kindBool
	kindTime
)

// customKinds has the kinds of custom properties by the suffix of their names;
// others are text.
var customKinds = map[string]kind{"int": kindNumber, "real": kindReal, "bool": kindBool, "date": kindTime}

// kindOf returns the type of a column by its name, as documented.
func kindOf(name string) kind {
	hasSuffix := func(suffix string) bool { return strings.HasSuffix(name, suffix) }
	switch prefix, property, _ := strings.Cut(name, "_"); {
	case prefix == "user", prefix == "page", prefix == "evt":
		return customKinds[property[strings.LastIndexByte(property, '_')+1:]]
	case hasSuffix("Id"):
		return kindID
	case hasSuffix("Start"), hasSuffix("Created"):
		return kindTime
	case strings.Contains(name, "Num"), slices.ContainsFunc([]string{"Duration", "Sec", "Offset", "Width", "Height"}, hasSuffix):
		return kindNumber
	}
	return kindText
}
