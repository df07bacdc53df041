package segmentexport

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/timetypes"
)

// observed are the computed attributes: what FullStory tells of an export.
type observed struct {
	ID                  types.String `tfsdk:"id"`
	State               types.String `tfsdk:"state"`
	EstimatePctComplete types.Int64  `tfsdk:"estimate_pct_complete"`
	ErrorDetails        types.String `tfsdk:"error_details"`
	CreatedAt           types.String `tfsdk:"created_at"`
	FinishedAt          types.String `tfsdk:"finished_at"`
	ExpiresAt           types.String `tfsdk:"expires_at"`
	SearchExportID      types.String `tfsdk:"search_export_id"`
}

// observedTexts describe the attributes of observed, wherever they stand.
var observedTexts = map[string]string{
	"id": "The id of the export's operation in FullStory.",
	"state": "Where the export stands: `PENDING`, `RUNNING`, `COMPLETED`, `FAILED`, " +
		"`EXPIRED` (it completed, and its file is gone), or another word of FullStory's.",
	"estimate_pct_complete": "How much of it is done, as FullStory estimates, from 0 to 100.",
	"error_details":         "Why it failed.",
	"created_at":            "When it was submitted, as RFC 3339; null as long as FullStory has not told.",
	"finished_at":           "When it was over, as RFC 3339.",
	"expires_at":            "Until when its file can be downloaded, as RFC 3339.",
	"search_export_id":      "The id that the API's download link is asked for with; null until it has completed.",
}

// export reads the attributes.
func (m observed) export() export {
	return export{
		ID:              m.ID.ValueString(),
		State:           m.State.ValueString(),
		PercentComplete: m.EstimatePctComplete.ValueInt64(),
		ErrorDetails:    m.ErrorDetails.ValueString(),
		CreatedAt:       parsed(m.CreatedAt),
		FinishedAt:      parsed(m.FinishedAt),
		ExpiresAt:       parsed(m.ExpiresAt),
		SearchExportID:  m.SearchExportID.ValueString(),
	}
}

// setExport writes the attributes.
func (m *observed) setExport(e export) {
	m.ID = types.StringValue(e.ID)
	m.State = types.StringValue(e.State)
	m.EstimatePctComplete = types.Int64Value(e.PercentComplete)
	m.ErrorDetails = timetypes.StringOrNull(e.ErrorDetails)
	m.CreatedAt = timetypes.TimeOrNull(e.CreatedAt)
	m.FinishedAt = timetypes.TimeOrNull(e.FinishedAt)
	m.ExpiresAt = timetypes.TimeOrNull(e.ExpiresAt)
	m.SearchExportID = timetypes.StringOrNull(e.SearchExportID)
}

func parsed(s types.String) time.Time {
	t, err := time.Parse(time.RFC3339, s.ValueString())
	if err != nil {
		return time.Time{}
	}
	return t
}
