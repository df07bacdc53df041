package segmentexportfile_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

const (
	csvText  = "id,name\n9007199254740993,\"Ada, \"\"Countess\"\"\"\n2,\"two\nlines\"\n"
	jsonText = `[{"id":9007199254740993,"tags":["}",{}]},{"id":2}]`
	lines    = "{\"id\":1}\n{\"id\":2}\n{\"id\":3}"
)

// What a store can send: an export is verified, counted and stored, whatever
// its packing; anything else is refused with the reason, and leaves no trace.
func TestUnit_SegmentExportFile_DownloadedContent(t *testing.T) {
	const damaged, notExport, encoding = "Downloaded file is damaged", "Download is not an export file", "Unsupported Content-Encoding of the download"
	cut := func(data []byte) []byte { return data[:len(data)-6] }
	flipped := func(data []byte) []byte { data[len(data)-6] ^= 1; return data }
	header := func(name, value string) [2]string { return [2]string{name, value} }
	for name, c := range map[string]struct {
		stored  []byte
		header  [2]string
		want    string // unpacked
		rows    int
		columns []string
		refused string // summary
		reason  string
	}{
		"packed CSV":                 {stored: packed(csvText), want: csvText, rows: 2, columns: []string{"id", "name"}},
		"packed JSON":                {stored: packed(jsonText), want: jsonText, rows: 2},
		"packed NDJSON":              {stored: packed(lines), want: lines, rows: 3},
		"plain CSV":                  {stored: []byte(csvText), want: csvText, rows: 2, columns: []string{"id", "name"}},
		"plain JSON":                 {stored: []byte(jsonText), want: jsonText, rows: 2},
		"plain NDJSON":               {stored: []byte(lines), want: lines, rows: 3},
		"CSV with a byte order mark": {stored: packed("\ufeff" + csvText), want: "\ufeff" + csvText, rows: 2, columns: []string{"id", "name"}},
		"no records":                 {stored: packed(""), want: "", rows: 0},
		"an empty array":             {stored: packed("[]"), want: "[]", rows: 0},
		"a header only":              {stored: packed("id\n"), want: "id\n", rows: 0, columns: []string{"id"}},
		"gzip by Content-Encoding":   {stored: packed(csvText), header: header("Content-Encoding", "gzip"), want: csvText, rows: 2, columns: []string{"id", "name"}},
		"x-gzip":                     {stored: packed(csvText), header: header("Content-Encoding", "X-GZIP"), want: csvText, rows: 2, columns: []string{"id", "name"}},
		"gzip in gzip":               {stored: packed(string(packed(csvText))), header: header("Content-Encoding", "gzip"), want: csvText, rows: 2, columns: []string{"id", "name"}},
		"plain, with an encoding":    {stored: []byte(jsonText), header: header("Content-Encoding", "gzip"), want: jsonText, rows: 2},
		"several gzip members":       {stored: slices.Concat(packed("{}\n"), packed("{}\n")), want: "{}\n{}\n", rows: 2},
		"null in place of an array":  {stored: packed("null\n"), want: "null\n", rows: 0},
		"a record with own columns":  {stored: packed("id\n1\n"), want: "id\n1\n", rows: 1, columns: []string{"id"}},
		"plain CSV, one record":      {stored: []byte("IndvId,x\n1,2\n"), want: "IndvId,x\n1,2\n", rows: 1, columns: []string{"IndvId", "x"}},
		"plain CSV, no record":       {stored: []byte("x,user_plan_str\n"), want: "x,user_plan_str\n", rows: 0, columns: []string{"x", "user_plan_str"}},
		"plain JSON, one record":     {stored: []byte(`[{"status":503,"a":{"b":[1]},"EventType":"click"}]`), want: `[{"status":503,"a":{"b":[1]},"EventType":"click"}]`, rows: 1},
		"plain NDJSON, one record":   {stored: []byte(`{"Uid":"1"}`), want: `{"Uid":"1"}`, rows: 1},

		"br":                      {stored: packed(csvText), header: header("Content-Encoding", "br"), refused: encoding, reason: "Content-Encoding: br"},
		"zstd by name":            {stored: packed(csvText), header: header("Content-Encoding", "gzip, zstd"), refused: encoding, reason: "Content-Encoding: zstd"},
		"deflate":                 {stored: packed(csvText), header: header("Content-Encoding", "deflate"), refused: encoding, reason: "Content-Encoding: deflate"},
		"zstd":                    {stored: []byte("\x28\xb5\x2f\xfd....."), refused: notExport, reason: "binary data"},
		"zip":                     {stored: []byte("PK\x03\x04....."), refused: notExport, reason: "binary data"},
		"zip in gzip":             {stored: packed("PK\x03\x04....."), refused: notExport, reason: "binary data"},
		"binary data":             {stored: []byte("\x00\x01\x02\x03"), refused: notExport, reason: "binary data"},
		"nothing":                 {stored: nil, refused: notExport, reason: "empty"},
		"white space":             {stored: []byte("\r\n"), refused: notExport, reason: "empty"},
		"HTML":                    {stored: []byte("\n<!DOCTYPE html><p>Log in"), refused: notExport, reason: "Log in"},
		"packed HTML":             {stored: packed("<html>Log in"), refused: notExport, reason: "Log in"},
		"HTML by its type":        {stored: []byte("Log in"), header: header("Content-Type", "text/html; charset=utf-8"), refused: notExport, reason: "Log in"},
		"XML":                     {stored: []byte("<?xml version='1.0'?><Error><Code>SlowDown</Code></Error>"), refused: notExport, reason: "SlowDown"},
		"a JSON error":            {stored: []byte(`{"error":{"message":"quota exceeded"}}`), refused: notExport, reason: "quota exceeded"},
		"a JSON error over lines": {stored: []byte("{\n  \"message\": \"no\"\n}\n"), refused: notExport, reason: "error message"},
		"a JSON array of text":    {stored: []byte(`["error"]`), refused: notExport, reason: "JSON record 1"},
		"plain text":              {stored: []byte("upstream connect error or disconnect/reset before headers"), refused: notExport, reason: "plain text"},
		"JSON cut short":          {stored: packed(jsonText[:30]), refused: damaged, reason: "ends too early"},
		"NDJSON cut short":        {stored: packed(lines[:14]), refused: damaged, reason: "ends too early"},
		"CSV cut short":           {stored: packed(csvText[:len(csvText)-3]), refused: damaged, reason: "quoted field"},
		"gzip cut short":          {stored: cut(packed(csvText)), refused: damaged, reason: "cut short"},
		"gzip with a flipped bit": {stored: flipped(packed(csvText)), refused: damaged, reason: "gzip stream is invalid"},
		"garbage after gzip":      {stored: append(packed(csvText), "garbage that follows"...), refused: damaged, reason: "gzip stream is invalid"},
		"gzip cut in its header":  {stored: packed(csvText)[:5], refused: damaged, reason: "cut short"},
		"CR line ends":            {stored: packed("IndvId,UserId\r1,2\r3,4\r"), refused: notExport, reason: "carriage return"},
		"a word, compressed":      {stored: packed("Unauthorized"), header: header("Content-Encoding", "gzip"), refused: notExport, reason: "no column of an export: Unauthorized"},
		"a word":                  {stored: []byte("Unauthorized"), refused: notExport, reason: "no column of an export: Unauthorized"},
		"OK":                      {stored: []byte("OK\n"), refused: notExport, reason: ": OK"},
		"a number":                {stored: []byte("0"), refused: notExport, reason: ": 0"},
		"a key and a value":       {stored: []byte("error=timeout"), refused: notExport, reason: ": error=timeout"},
		"a JSON text":             {stored: []byte(`"internal_error"`), refused: notExport, reason: "internal_error"},
		"another JSON object":     {stored: []byte(`{"status":503,"reason":"EventType"}`), refused: notExport, reason: `"status":503`},
		"success is false":        {stored: []byte(`{"success":false}`), refused: notExport, reason: "success"},
		"one foreign record":      {stored: []byte("code,text\n503,down\n"), refused: notExport, reason: "code,text"},
		"a plain null":            {stored: []byte("null"), refused: notExport, reason: ": null"},
	} {
		for _, decompress := range []bool{true, false} {
			t.Run(name+map[bool]string{true: "", false: ", stored as it is"}[decompress], func(t *testing.T) {
				dir := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					server, session := exported(t, c.stored)
					file := session.Resource(fileType)
					if c.header[0] != "" {
						server.SetStoreHeader(c.header[0], c.header[1])
					}
					path := filepath.Join(dir, "new", "f")
					diags := apply(t, file, with(fileAt(path), "decompress", providertest.Bool(decompress)))
					if c.refused != "" {
						if len(diags) != 1 || diags[0].Summary != c.refused || !strings.Contains(diags[0].Detail, c.reason) {
							t.Errorf("got %+v, want %q with %q", diags, c.refused, c.reason)
						}
						if left := tree(t, dir); !slices.Equal(left, []string{"new"}) {
							t.Errorf("it left %v", left)
						}
						return
					}
					if diags != nil {
						t.Fatalf("%+v", diags[0])
					}
					want, rows, columns := []byte(c.want), providertest.Number(c.rows), tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, nil)
					if c.columns != nil {
						var values []tftypes.Value
						for _, name := range c.columns {
							values = append(values, providertest.String(name))
						}
						columns = tftypes.NewValue(columns.Type(), values)
					}
					if !decompress {
						want = c.stored
					}
					providertest.ExpectFile(t, path, want, 0o600)
					for name, value := range map[string]tftypes.Value{
						"sha256": providertest.String(sha(want)), "size_bytes": providertest.Number(len(want)), "id": providertest.String(exportID), "local_path": providertest.String(path), "row_count": rows, "header": columns,
					} {
						if got := file.Attributes()[name]; !got.Equal(value) {
							t.Errorf("%s is %s, want %s", name, got, value)
						}
					}
				})
			})
		}
	}
}

// A plan that stores the same data in another form knows what it counts.
func TestUnit_SegmentExportFile_PlanOfAnotherForm(t *testing.T) {
	_, session := exported(t, packed(jsonText))
	file := session.Resource(fileType)
	path := filepath.Join(t.TempDir(), "f")
	mustApply(t, file, fileAt(path))
	planned := session.Attributes(file.Schema, file.Plan(t.Context(), with(fileAt(path), "decompress", providertest.Bool(false))).PlannedState)
	if header, rows := planned["header"], planned["row_count"]; !header.IsNull() || !rows.Equal(providertest.Number(2)) || planned["sha256"].IsKnown() {
		t.Errorf("the plan is %v", planned)
	}
}

// A store may send no length: the data itself has to show that it is complete.
func TestUnit_SegmentExportFile_DownloadWithoutContentLength(t *testing.T) {
	for name, c := range map[string]struct {
		stored   []byte
		reported string
	}{
		"a JSON array":  {[]byte("[" + strings.Repeat("{},", 5000) + "{}]"), ""},
		"CSV":           {[]byte(strings.Repeat("a,b\n", 5000)), "Download may be incomplete"},
		"NDJSON":        {[]byte(strings.Repeat("{}\n", 5000)), "Download may be incomplete"},
		"gzip":          {slices.Concat(packed(strings.Repeat("a,b\n", 5000)), packed(strings.Repeat("1,2\n", 5000))), ""},
		"half an array": {[]byte("[" + strings.Repeat("{},", 5000)), "Downloaded file is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			server, session := exported(t, c.stored)
			file := session.Resource(fileType)
			server.SetStoreHeader("Content-Encoding", "identity") // then large files come without a length
			if got := summaries(apply(t, file, fileAt(filepath.Join(t.TempDir(), "f")))); got != c.reported {
				t.Errorf("got %q, want %q", got, c.reported)
			}
		})
	}
}

// The store's name for the file is displayed and never used as a path.
func TestUnit_SegmentExportFile_SourceFileName(t *testing.T) {
	for disposition, want := range map[string]string{
		`attachment; filename=events.csv.gz`:                                "events.csv.gz",
		`attachment; filename="my \"events\".csv"`:                          `my "events".csv`,
		`attachment; filename*=UTF-8''%C3%A9v%C3%A9nements%20%E2%82%AC.csv`: "événements €.csv",
		`attachment; filename="../../etc/x"`:                                "../../etc/x",
		`attachment; filename*=UTF-8''a%1B%5B31mb%00c`:                      `a\x1b[31mb\x00c`,
		`attachment; filename="x?Expires=1&Signature=c2lnbmVk"`:             "x?Expires=1&Signature=[redacted]",
		`attachment; filename="` + fullstorytest.APIKey + `.csv"`:           "[redacted].csv",
		`attachment; filename="` + strings.Repeat("x", 5000) + `"`:          strings.Repeat("x", 500) + "…",
		`attachment`:                       "",
		`;;; filename`:                     "",
		`attachment; filename=../../etc/x`: "",
	} {
		server, session := exported(t, packed(csvText))
		file := session.Resource(fileType)
		server.SetStoreHeader("Content-Disposition", disposition)
		dir := t.TempDir()
		if diags := apply(t, file, fileAt(filepath.Join(dir, "a", "f"))); diags != nil {
			t.Fatalf("%s: %+v", disposition, diags[0])
		}
		value := providertest.String(want)
		if want == "" {
			value = tftypes.NewValue(tftypes.String, nil)
		}
		if got := file.Attributes()["source_file_name"]; !got.Equal(value) {
			t.Errorf("%s: source_file_name is %s, want %q", disposition, got, want)
		}
		if files := tree(t, dir); !slices.Equal(files, []string{"a", "a/f"}) {
			t.Errorf("%s: there are %v", disposition, files)
		}
	}
}
