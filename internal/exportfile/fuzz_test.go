package exportfile_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// idle returns a client that sends no request.
func idle(tb testing.TB) *fullstory.Client {
	tb.Helper()
	client, err := fullstory.New(fullstory.Options{APIKey: fullstorytest.APIKey})
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

// Packed or not, to be unpacked or not: the same data is an export or is not,
// and what is stored is what arrived.
func FuzzStream(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n", `[{"a":1}]`, "{\"a\":1}\n{}", "", " ", "<html>", "\x1f\x8b", "PK\x03\x04", `{"error":"x"}`, "\ufeffa\n1", "[1]", "\x00",
	} {
		f.Add([]byte(text), 0)
	}
	client := idle(f)
	f.Fuzz(func(t *testing.T, data []byte, padding int) {
		stored, plain, plainErr := exportfile.Stream(t.Context(), client, data, true)
		kept, same, keptErr := exportfile.Stream(t.Context(), client, data, false)
		if (plainErr == nil) != (keptErr == nil) || plainErr == nil && plain.Rows != same.Rows {
			t.Fatalf("%q: unpacked %+v, %v; stored %+v, %v", data, plain, plainErr, same, keptErr)
		}
		if keptErr == nil && !bytes.Equal(kept, data) {
			t.Errorf("%q is stored as %q", data, kept)
		}
		if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
			return
		}
		if plainErr == nil && !bytes.Equal(stored, data) {
			t.Errorf("%q is written as %q", data, stored)
		}
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		_, _ = zip.Write(data) // a buffer takes everything
		_ = zip.Close()
		packed.Write(make([]byte, padding&0xff))
		unpacked, result, err := exportfile.Stream(t.Context(), client, packed.Bytes(), true)
		if blank := len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) == 0; !blank && (err == nil) != (plainErr == nil) {
			t.Errorf("%q packed: %v; plain: %v", data, err, plainErr)
		}
		if err == nil && (!bytes.Equal(unpacked, data) || plainErr == nil && result.Rows != plain.Rows) {
			t.Errorf("%q packed is written as %q, %+v", data, unpacked, result)
		}
	})
}

func FuzzFileName(f *testing.F) {
	for _, text := range []string{
		`attachment; filename="export.csv.gz"`, `attachment; filename*=UTF-8''na%C3%AFve.csv`, `attachment; filename="../../etc/passwd"`,
		`attachment; filename*=UTF-8''%1b%5b2J`, `attachment; filename="` + fullstorytest.APIKey + `"`, `attachment`, `; filename=x`, ``,
	} {
		f.Add(text)
	}
	client := idle(f)
	f.Fuzz(func(t *testing.T, text string) {
		name := exportfile.FileName(client, text)
		if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%q would reach a terminal", name)
		}
		if strings.Contains(name, fullstorytest.APIKey) || utf8.RuneCountInString(name) > 501*10 {
			t.Errorf("%q contains the key, or is too long", name)
		}
	})
}
