package segmentexport

import (
	"context"
	"encoding/json"
	"io/fs"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/localfile"
)

// fileModel is the file's plan and state. Size and hash are what was downloaded;
// they are null where the file was found missing and can be had again, which is
// what makes the plan restore it.
type fileModel struct {
	ExportID       types.String   `tfsdk:"export_id"`
	Path           types.String   `tfsdk:"path"`
	Decompress     types.Bool     `tfsdk:"decompress"`
	FilePermission types.String   `tfsdk:"file_permission"`
	Restore        types.Bool     `tfsdk:"restore"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`

	ID             types.String `tfsdk:"id"`
	SizeBytes      types.Int64  `tfsdk:"size_bytes"`
	SHA256         types.String `tfsdk:"sha256"`
	SourceFileName types.String `tfsdk:"source_file_name"`
}

func (m fileModel) mode() fs.FileMode {
	mode, err := strconv.ParseUint(m.FilePermission.ValueString(), 8, 9)
	if err != nil {
		return 0o600 // the schema lets nothing else pass
	}
	return fs.FileMode(mode)
}

func (m fileModel) fetch(replace bool) fetch {
	return fetch{path: m.Path.ValueString(), mode: m.mode(), decompress: m.Decompress.ValueBool(), replace: replace}
}

// setContent records what was downloaded.
func (m *fileModel) setContent(content localfile.Content) {
	m.SizeBytes = types.Int64Value(content.Size)
	m.SHA256 = types.StringValue(content.SHA256)
}

// setMissing records that it is gone, and can be had again.
func (m *fileModel) setMissing() {
	m.SizeBytes, m.SHA256 = types.Int64Null(), types.StringNull()
}

// samePath tells whether both name the same place.
func (m fileModel) samePath(other fileModel) bool {
	return localfile.SamePlace(m.Path.ValueString(), other.Path.ValueString())
}

// contentKey names what was written, in the private state: the state itself
// says what stands there now, and has no place for the time of modification.
const contentKey = "content"

func readContent(ctx context.Context, private privateState) (content localfile.Content, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, contentKey)
	if len(value) > 0 {
		if err := json.Unmarshal(value, &content); err != nil {
			diags.AddError("The state of the file cannot be read", "This is a bug in the provider, please report it: "+err.Error())
		}
	}
	return content, diags
}

func storeContent(ctx context.Context, private privateState, content localfile.Content) diag.Diagnostics {
	value, err := json.Marshal(content)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("The state of the file cannot be written", err.Error())}
	}
	return private.SetKey(ctx, contentKey, value)
}
