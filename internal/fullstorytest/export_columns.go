package fullstorytest

import (
	"slices"
	"strings"
)

// The columns of an export without fields, before the custom properties: the
// documented ones, and UserVars, which is observed.
var (
	EventColumns = strings.Fields(`
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
	IndividualColumns = strings.Fields(`
		IndvId Created Uid DisplayName Email NumSessions NumPages NumEvents TotalSec ActiveSec
		AvgSessionSec AvgSessionActiveSec MaxSessionSec LastSessionNumPages LastSessionNumEvents
		LastSessionSec LastSessionActiveSec LastSessionStart LastPage LastIp LastLatLong LastEventStart
		LastBrowser LastDevice LastPlatform LastOperatingSystem UserVars`)
)

// standardTypes are the types of the columns that are not texts.
var standardTypes = typesOf(map[string]string{
	"id":   "IndvId UserId SessionId PageId PageClusterId",
	"date": "UserCreated SessionStart EventStart PageStart Created LastSessionStart LastEventStart",
	"real": "EventCumulativeLayoutShift AvgSessionSec AvgSessionActiveSec",
	"int": `EventDuration EventSecondaryDuration EventPageOffset EventSessionOffset EventModFrustrated
		EventModDead EventModError EventModSuspicious EventFirstInputDelay PageDuration PageActiveDuration
		PageScreenWidth PageScreenHeight PageViewportWidth PageViewportHeight PageNumEvents PageNumDerivedEvents
		PageNumInfos PageNumWarnings PageNumErrors PageMaxScrollDepthPercent LoadDomContentTime LoadEventTime
		LoadFirstPaintTime LoadLargestPaintTime ReqStatus NumSessions NumPages NumEvents TotalSec ActiveSec
		MaxSessionSec LastSessionNumPages LastSessionNumEvents LastSessionSec LastSessionActiveSec`,
	"json": "UserVars",
})

func typesOf(names map[string]string) map[string]string {
	types := map[string]string{}
	for typ, columns := range names {
		for column := range strings.FieldsSeq(columns) {
			types[column] = typ
		}
	}
	return types
}

// The custom properties that exist in this organization.
var (
	userProperties = strings.Fields("user_plan_str user_seats_int user_mrr_real user_trial_bool user_renewal_date")
	pageProperties = strings.Fields("page_template_str page_items_int")
	evtProperties  = strings.Fields("evt_coupon_str evt_total_real evt_items_int")
)

// columnsFor returns the columns of an export: those of the request's fields,
// in order, or the standard ones and, of events, all custom properties.
func columnsFor(request exportRequest) []string {
	standard, wildcards := IndividualColumns, map[string][]string{"user_*": userProperties, "evt_*": nil, "page_*": nil}
	if isEvents(request) {
		standard = EventColumns
		wildcards["evt_*"], wildcards["page_*"] = evtProperties, pageProperties
	}
	if len(request.Fields) == 0 && isEvents(request) {
		return slices.Concat(standard, wildcards["user_*"], wildcards["page_*"], wildcards["evt_*"])
	}
	if len(request.Fields) == 0 {
		return standard // UserVars has the custom properties
	}
	var columns []string
	for _, field := range request.Fields {
		if properties, ok := wildcards[field]; ok {
			columns = append(columns, properties...)
		} else {
			columns = append(columns, field)
		}
	}
	return columns
}

// isEvents reports whether an export is one of events, for either description.
func isEvents(request exportRequest) bool {
	return request.Type == "events" || request.Type == "TYPE_EVENT"
}
