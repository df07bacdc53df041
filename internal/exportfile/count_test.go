package exportfile_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
)

// count writes data to a counter in pieces of a size.
func count(counter exportfile.Counter, data []byte, piece int) error {
	for chunk := range slices.Chunk(data, piece) {
		if _, err := counter.Write(chunk); err != nil {
			return err
		}
	}
	return exportfile.End(counter)
}

func TestUnit_Count_CSV(t *testing.T) {
	for name, c := range map[string]struct {
		data   string
		rows   int64
		header []string // nil: it is refused
	}{
		"header only":                     {"a,b\n", 0, []string{"a", "b"}},
		"header without line break":       {"a,b", 0, []string{"a", "b"}},
		"no final line break":             {"a\n1\n2", 2, []string{"a"}},
		"CRLF":                            {"a,b\r\n1,2\r\n3,4\r\n", 2, []string{"a", "b"}},
		"quotes":                          {"a\n\"x\"\n\"say \"\"hi\"\"\"\n", 2, []string{"a"}},
		"line breaks in fields":           {"a,b\n\"1\n2\r\n3\",x\ny,\"\n\"\n", 2, []string{"a", "b"}},
		"commas in fields":                {"a,b\n\"1,\"\"2\",3\n", 1, []string{"a", "b"}},
		"line break in the header":        {"\"a\nb\",c\n1,2\n", 1, []string{"a\nb", "c"}},
		"blank lines":                     {"\n\r\na\n\n1\n\r\n2\n\n", 2, []string{"a"}},
		"quotes in an unquoted field":     {"a\n5\" pipe\n6\" pipe\n", 2, []string{"a"}},
		"empty fields":                    {"a,b\n,\n\"\",\"\"\n", 2, []string{"a", "b"}},
		"ends within quotes":              {"a\n\"x\n1\n", 0, nil},
		"carriage returns alone":          {"a,b\r1,2\r3,4\r", 0, nil},
		"carriage returns in a field":     {"a,b\n\"1\r2\",3\n", 1, []string{"a", "b"}},
		"plain text":                      {"upstream connect error\n", 0, nil},
		"control characters":              {"a\x00b,c\n", 0, nil},
		"a header that is not valid CSV":  {"a\"b,\"c\"d\n", 0, nil},
		"a header that is not valid UTF8": {"a\xff,b\n", 0, nil},
	} {
		for _, piece := range []int{1, 2, 3, 1 << 20} {
			counter := exportfile.NewCSVCounter()
			err := count(counter, []byte(c.data), piece)
			if (err != nil) != (c.header == nil) {
				t.Errorf("%s in pieces of %d: %v", name, piece, err)
			} else if err == nil && (exportfile.Rows(counter) != c.rows || !slices.Equal(exportfile.Header(counter), c.header)) {
				t.Errorf("%s in pieces of %d: %d rows, header %q", name, piece, exportfile.Rows(counter), exportfile.Header(counter))
			}
		}
	}
}

func TestUnit_Count_JSON(t *testing.T) {
	const refused = -1
	for name, c := range map[string]struct {
		data  string
		array int64
		lines int64
	}{
		"an empty array":            {"[]", 0, refused},
		"white space":               {" \r\n\t[ \n ] \n", 0, refused},
		"objects":                   {`[{"a":1},{"a":2}]`, 2, refused},
		"objects over lines":        {"[\n {\n  \"a\": 1\n },\n {}\n]\n", 2, refused},
		"nesting":                   {`[{"a":{"b":[1,[2,{}]]}},{"a":[]}]`, 2, refused},
		"brackets in strings":       {`[{"a":"}]{["},{"a":"\"}]"},{"\\":"\\"}]`, 3, refused},
		"no end of the array":       {`[{"a":1},{"a":2}`, refused, refused},
		"no end of a record":        {`[{"a":1},{"a":`, refused, refused},
		"no end of a string":        {`[{"a":"1}]`, refused, refused},
		"data after the array":      {`[{"a":1}] {"error":1}`, refused, refused},
		"a trailing comma":          {`[{"a":1},]`, refused, refused},
		"mismatched brackets":       {`[{"a":[1}]`, refused, refused},
		"values that are no object": {`[1,2]`, refused, refused},
		"a log line":                {`[2026-01-01] error`, refused, refused},
		"one object a line":         {"{\"a\":1}\n{\"a\":2}\n", refused, 2},
		"no final line break":       {"{\"a\":1}\r\n{\"a\":\"}\\n{\"}", refused, 2},
		"blank lines":               {"\n{\"a\":1}\n \n\n{}\n", refused, 2},
		"two objects a line":        {`{"a":1}{"a":2}`, refused, refused},
		"an object over lines":      {"{\n\"a\":1\n}\n", refused, refused},
		"a line cut short":          {"{\"a\":1}\n{\"a\"", refused, refused},
		"nothing":                   {"", refused, 0},
		"deep nesting":              {`[{"a":` + strings.Repeat("[", 20_000), refused, refused},
	} {
		for _, piece := range []int{1, 2, 3, 1 << 20} {
			for array, want := range map[bool]int64{true: c.array, false: c.lines} {
				counter := exportfile.NewJSONCounter(array)
				got := int64(refused)
				if count(counter, []byte(c.data), piece) == nil {
					got = exportfile.Rows(counter)
				}
				if got != want {
					t.Errorf("%s in pieces of %d, array = %t: %d rows, want %d", name, piece, array, got, want)
				}
			}
		}
	}
}

func FuzzCountCSV(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "a\r\n\"x\r\ny\"\"\",z\r\n", "\"a\"\n\n\r\n\"\"\n", "a,\"b\"\n,\n\r"} {
		f.Add([]byte(text), 3)
	}
	f.Fuzz(func(t *testing.T, data []byte, piece int) {
		reader := csv.NewReader(bytes.NewReader(data))
		reader.FieldsPerRecord = -1
		want, err := reader.ReadAll()
		if err != nil || len(want) == 0 {
			return // nothing to compare with
		}
		counter := exportfile.NewCSVCounter()
		err = count(counter, data, max(1, piece&0xff))
		if wrong, refused := errors.AsType[*exportfile.ContentError](err); refused && wrong.Kind == exportfile.NotExport {
			return // the header is not that of an export
		}
		if err != nil || exportfile.Rows(counter) != int64(len(want)-1) || !slices.Equal(exportfile.Header(counter), want[0]) {
			t.Errorf("%q: %d rows, header %q, %v; want %d and %q", data, exportfile.Rows(counter), exportfile.Header(counter), err, len(want)-1, want[0])
		}
	})
}

func FuzzCountJSON(f *testing.F) {
	for _, text := range []string{`[{"a":1},{"b":[{}]}]`, "{\"a\":\"}\"}\n{\"\\\"\":[]}\n", " [ ] ", `[{"a":"\\"}]`} {
		f.Add([]byte(text), 3)
	}
	f.Fuzz(func(t *testing.T, data []byte, piece int) {
		piece = max(1, piece&0xff)
		var objects []map[string]json.RawMessage
		if json.Unmarshal(data, &objects) == nil && objects != nil && !slices.ContainsFunc(objects, func(o map[string]json.RawMessage) bool { return o == nil }) {
			counter := exportfile.NewJSONCounter(true)
			if err := count(counter, data, piece); err != nil || exportfile.Rows(counter) != int64(len(objects)) {
				t.Errorf("%q: %d rows, %v; want %d", data, exportfile.Rows(counter), err, len(objects))
			}
		}
		lines, valid := int64(0), true
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			if len(bytes.Trim(line, " \t\r")) > 0 {
				var object map[string]json.RawMessage
				valid = valid && json.Unmarshal(line, &object) == nil && object != nil
				lines++
			}
		}
		counter := exportfile.NewJSONCounter(false)
		if err := count(counter, data, piece); valid && (err != nil || exportfile.Rows(counter) != lines) {
			t.Errorf("%q: %d rows, %v; want %d", data, exportfile.Rows(counter), err, lines)
		}
	})
}

// BenchmarkCount shows what counting costs beside unpacking and hashing.
func BenchmarkCount(b *testing.B) {
	csvLine := "2026-01-15T08:00:00.000Z,click,\"Buy \"\"now\"\", pay later\",1152921504606846977,https://shop.example.com/search?q=a,b&page=2\n"
	jsonLine := `{"EventStart":"2026-01-15T08:00:00.000Z","EventType":"click","EventTargetText":"Buy \"now\", pay later","IndvId":1152921504606846977}`
	for name, c := range map[string]struct {
		new  func() exportfile.Counter
		data string
	}{
		"CSV":    {exportfile.NewCSVCounter, "a,b,c,d,e\n" + strings.Repeat(csvLine, 10_000)},
		"NDJSON": {func() exportfile.Counter { return exportfile.NewJSONCounter(false) }, strings.Repeat(jsonLine+"\n", 10_000)},
		"JSON":   {func() exportfile.Counter { return exportfile.NewJSONCounter(true) }, "[" + strings.Repeat(jsonLine+",\n", 9_999) + jsonLine + "]"},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			for b.Loop() {
				counter := c.new()
				if _, err := io.WriteString(counter, c.data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
