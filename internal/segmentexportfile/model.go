package segmentexportfile

import (
	"context"
	"encoding/json"
	"io/fs"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/argument"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// model is the plan and the state.
type model struct {
	ExportID       types.String   `tfsdk:"export_id"`
	Path           types.String   `tfsdk:"path"`
	Decompress     types.Bool     `tfsdk:"decompress"`
	FilePermission types.String   `tfsdk:"file_permission"`
	Restore        types.Bool     `tfsdk:"restore"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`

	ID             types.String `tfsdk:"id"`
	LocalPath      types.String `tfsdk:"local_path"`
	SizeBytes      types.Int64  `tfsdk:"size_bytes"`
	SHA256         types.String `tfsdk:"sha256"`
	SourceFileName types.String `tfsdk:"source_file_name"`
	RowCount       types.Int64  `tfsdk:"row_count"`
	Header         types.List   `tfsdk:"header"`
}

func (m model) mode() fs.FileMode {
	mode, err := strconv.ParseUint(m.FilePermission.ValueString(), 8, 9)
	if err != nil {
		return 0o600 // the schema allows nothing else
	}
	return fs.FileMode(mode)
}

func (m model) samePath(other model) bool {
	return exportfile.SamePath(m.Path.ValueString(), other.Path.ValueString())
}

// sameContent reports whether both describe the same data in the same form.
func (m model) sameContent(other model) bool {
	return m.ExportID.Equal(other.ExportID) && m.Decompress.Equal(other.Decompress)
}

// setFile records the file that is on disk.
func (m *model) setFile(file exportfile.Fingerprint) {
	m.ID, m.LocalPath = m.ExportID, m.Path
	m.SizeBytes, m.SHA256 = types.Int64Value(file.Size), types.StringValue(file.SHA256)
}

// setMissing records that the file can be restored, which the plan does. Its
// content stays known, so that nothing that was made of it is planned anew.
func (m *model) setMissing(file exportfile.Fingerprint) {
	m.setFile(file)
	m.LocalPath = types.StringNull()
}

// restores reports whether an update restores the file if it is missing or was
// changed: the refresh found that it can, or restore is turned on, which it did
// not know. It depends on the state alone, because the disk may change between
// plan and apply.
func (m model) restores(state model) bool {
	return !m.Restore.Equal(types.BoolValue(false)) && (state.LocalPath.IsNull() || !state.Restore.ValueBool())
}

// expects reports whether the plan m allows what was downloaded.
func (m model) expects(result model) bool {
	return (m.SHA256.IsUnknown() || m.SHA256.Equal(result.SHA256)) && (m.RowCount.IsUnknown() || m.RowCount.Equal(result.RowCount)) &&
		(m.Header.IsUnknown() || m.Header.Equal(result.Header))
}

// setResult records what was downloaded.
func (m *model) setResult(ctx context.Context, result exportfile.Result) (diags diag.Diagnostics) {
	m.setFile(result.Fingerprint)
	if m.SourceFileName.IsUnknown() {
		m.SourceFileName = argument.OrNull(string(result.SourceFileName))
	}
	m.RowCount, m.Header = types.Int64Value(result.Rows), types.ListNull(types.StringType)
	if result.Header != nil {
		m.Header, diags = types.ListValueFrom(ctx, types.StringType, result.Header)
	}
	return diags
}

// keepResult takes over what the state knows about the content.
func (m *model) keepResult(state model, file exportfile.Fingerprint) {
	m.setFile(file)
	m.SourceFileName, m.RowCount, m.Header = state.SourceFileName, state.RowCount, state.Header
}

// privateState is the part of requests and responses that only the provider
// reads.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// contentKey is the private state's key for the fingerprint of what was
// written. It lets a refresh compare the file without a request.
const contentKey = "content"

func readFingerprint(ctx context.Context, private privateState) (file exportfile.Fingerprint, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, contentKey)
	if len(value) > 0 {
		if err := json.Unmarshal(value, &file); err != nil {
			diags.Append(diagnose.Internal("The private state of the file is invalid: " + err.Error()).AsError())
		}
	}
	return file, diags
}

func storeFingerprint(ctx context.Context, private privateState, file exportfile.Fingerprint) diag.Diagnostics {
	value, err := json.Marshal(file)
	if err != nil {
		return diag.Diagnostics{diagnose.Internal("The private state of the file is invalid: " + err.Error()).AsError()}
	}
	return private.SetKey(ctx, contentKey, value)
}
