package segmentexportfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// A refresh of a missing file reports a key that cannot be used, and is silent
// only while settings are unknown. A file that is there needs no key.
func TestUnit_SegmentExportFile_RefreshWithoutAUsableKey(t *testing.T) {
	for name, c := range map[string]struct {
		key      tftypes.Value
		reported string
	}{
		"missing": {providertest.String(""), "The FullStory API key is missing"},
		"invalid": {providertest.String("a b"), "Invalid API key"},
		"unknown": {tftypes.NewValue(tftypes.String, tftypes.UnknownValue), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("FULLSTORY_API_KEY", "")
			server, session := exported(t, packed(csvText))
			file := session.Resource(fileType)
			path := filepath.Join(t.TempDir(), "f")
			mustApply(t, file, fileAt(path))
			server.ResetLog()
			later := providertest.NewSessionWith(t, server, map[string]tftypes.Value{"api_key": c.key},
				func(o *fullstory.Options) { o.Transport = server.Transport() }).Resource(fileType)
			later.State, later.Private = file.State, file.Private
			if diags := later.Read(t.Context()).Diagnostics; diags != nil {
				t.Errorf("the file is there: %s", summaries(diags))
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if got := summaries(later.Read(t.Context()).Diagnostics); got != c.reported {
				t.Errorf("got %q, want %q", got, c.reported)
			}
			if at := later.Attributes()["sha256"]; at.IsNull() {
				t.Error("the state has lost the file")
			}
			if n := server.Count(fullstorytest.RouteGetOperation); n > 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
