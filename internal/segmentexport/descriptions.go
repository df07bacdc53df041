package segmentexport

// changesExport is appended to each argument of the resource that defines the
// export.
const changesExport = " Changing this creates a new export."

// The descriptions of the arguments that resource and action share.
const (
	segmentIDText = "ID of the segment to export, or of a built-in segment such as `everyone`. " +
		"It is part of the segment's URL in the app, after `/segments/`."
	typeText = "What to export: `individuals` (one record for each user of the segment) or `events` " +
		"(one record for each event that `scope` selects)."
	formatText = "Format of the file: `json` (one array), `csv` (a header and rows) or `ndjson` (one object on each line; " +
		"wire format `reference` only). If omitted, FullStory writes JSON."
	timeRangeText = "The period that the exported data covers. Events are filtered by their start, individuals by their activity. " +
		"Set `start`, `end` or both. If omitted, all data of the users in the segment is exported."
	segmentTimeRangeText = "The period in which a user must match the segment, in place of the segment's own period. " +
		"`{}` means all time (wire format `reference` only). The segment `everyone` covers the last 30 days by default: " +
		"to export older data, set this as well."
	startText = "Start of the period (inclusive), as RFC 3339, such as `2026-01-31T00:00:00Z`. Defaults to the first recorded data."
	endText   = "End of the period (exclusive), as RFC 3339. Defaults to the time of the submission. " +
		"Data settles for up to 24 hours."
	nowText = "The time that relative dates in the segment refer to, such as \"in the last 30 days\", as RFC 3339. " +
		"Defaults to the time when the export runs. Wire format `reference` only."
	timezoneText = "IANA time zone, such as `Europe/Berlin`, in which relative dates in the segment are evaluated. " +
		"The times in the file are always in UTC. Defaults to UTC. Wire format `reference` only."
	scopeText = "Which events an export of `events` has: `events` (only events that match the segment's event criteria), " +
		"`pages` (all events of each page with a match), `sessions` (all events of each session with a match) or " +
		"`individuals` (all events of each user with a match). Other `SCOPE_...` values of the API are sent unchanged; " +
		"if FullStory refuses `individuals`, try `SCOPE_INDIVIDUAL`, which its own SDK sends. " +
		"Defaults to `events`. FullStory does not document which events that is for a segment without event criteria, such as " +
		"`everyone`: for all events of its users, set `individuals`. Wire format `reference` only."
	fieldsText = "The columns to export, without duplicates: standard fields such as `EventStart`, custom properties such as " +
		"`user_plan_str`, or `user_*` and `evt_*` for every custom property that exists. Only these columns are exported. " +
		"Without `fields`, or with `user_*` or `evt_*`, the columns change when properties are added in FullStory. " +
		"Wire format `reference` only."
)

// The descriptions of the computed attributes.
const (
	idText    = "ID of the export's operation in FullStory."
	stateText = "State of the export: `PENDING`, `RUNNING`, `COMPLETED`, `FAILED`, `EXPIRED` (it completed, and its file is no longer " +
		"available), or another state that FullStory reports."
	percentText        = "FullStory's estimate of the progress, from 0 to 100. At 100, the export can still be running: it is done when `state` is `COMPLETED`."
	errorDetailsText   = "Reason for the failure; null otherwise."
	createdAtText      = "When the export was submitted, as RFC 3339; null until FullStory reports it."
	finishedAtText     = "When the export finished, as RFC 3339; null until then."
	expiresAtText      = "When the file can no longer be downloaded, as RFC 3339; null if FullStory does not report it."
	searchExportIDText = "ID used to request the download link; null until the export has completed."
)
