package segmentexport_test

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// below lists the files below a folder.
func below(t *testing.T, root string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Whatever name a store gives the file is shown, and decides nothing.
func TestUnit_SegmentExportFile_TakesTheStoresNameForData(t *testing.T) {
	none := tftypes.NewValue(tftypes.String, nil)
	for name, c := range map[string]struct {
		disposition string // empty: no header
		want        tftypes.Value
	}{
		"a plain one":           {`attachment; filename=events.csv.gz`, text("events.csv.gz")},
		"quoted":                {`attachment; filename="my events.csv.gz"`, text("my events.csv.gz")},
		"with quotes in it":     {`attachment; filename="my \"events\".csv"`, text(`my "events".csv`)},
		"in another alphabet":   {`attachment; filename*=UTF-8''%C3%A9v%C3%A9nements%20%E2%82%AC.csv`, text("événements €.csv")},
		"inline":                {`inline; filename=events.csv`, text("events.csv")},
		"a way up":              {`attachment; filename="../../etc/x"`, text("../../etc/x")},
		"a hidden way up":       {`attachment; filename*=UTF-8''..%2F..%2Fetc%2Fx`, text("../../etc/x")},
		"an absolute path":      {`attachment; filename="/etc/x"`, text("/etc/x")},
		"the file itself":       {`attachment; filename="."`, text(".")},
		"control characters":    {`attachment; filename*=UTF-8''a%1B%5B31mb%00c%07%7F`, text(`a\x1b[31mb\x00c\a\x7f`)},
		"several lines":         {`attachment; filename*=UTF-8''a%0D%0Ab`, text("a b")},
		"backwards":             {`attachment; filename*=UTF-8''a%E2%80%AEvsc.exe`, text(`a\u202evsc.exe`)},
		"a signature":           {`attachment; filename="x?Expires=1&Signature=c2lnbmVk"`, text("x?Expires=1&Signature=[redacted]")},
		"the key":               {`attachment; filename="` + fullstorytest.APIKey + `.csv"`, text("[redacted].csv")},
		"endless":               {`attachment; filename="` + strings.Repeat("x", 5000) + `"`, text(strings.Repeat("x", 500) + "…")},
		"empty":                 {`attachment; filename=""`, none},
		"no name":               {`attachment`, none},
		"nothing":               {``, none},
		"nonsense":              {`;;; filename`, none},
		"a name without quotes": {`attachment; filename=../../etc/x`, none},
	} {
		t.Run(name, func(t *testing.T) {
			const plain = "id\n1\n"
			stored := packed(plain)
			server, p, id := exportedTo(t, bytes.NewReader(stored), int64(len(stored)))
			server.SetStoreHeader("Content-Disposition", c.disposition)
			root := t.TempDir()
			path := filepath.Join(root, "a", "b", "f")
			attributes, diags := createFile(t.Context(), p, id, path, true)
			if diags != nil {
				t.Fatalf("%+v", diags[0])
			}
			if got := attributes["source_file_name"]; !got.Equal(c.want) {
				t.Errorf("source_file_name is %s, want %s", got, c.want)
			}
			wantFile(t, path, []byte(plain), 0o600)
			if files := below(t, root); !slices.Equal(files, []string{path}) {
				t.Errorf("there are %v, want %s alone", files, path)
			}
		})
	}
}
