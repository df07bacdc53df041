package exportfile_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/exportfile"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// roundTripper is a function as http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// stream runs data through everything between the store and the disk.
func stream(t *testing.T, data []byte, decompress bool) ([]byte, exportfile.Result, error) {
	t.Helper()
	client := fullstory.New(fullstory.Options{Options: rest.Options{APIKey: fullstorytest.APIKey, Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, ContentLength: int64(len(data)), Body: io.NopCloser(bytes.NewReader(data))}, nil
	})}})
	return exportfile.Stream(t.Context(), client, fullstory.Operation{DownloadURL: rest.NewSignedURL("https://store.test/x")}, decompress)
}

// Packed or not, to be unpacked or not: the same data is an export or is not,
// and what is stored is what arrived.
func FuzzStream(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n3,4\n", "IndvId\n1\n", `[{"IndvId":1}]`, "{\"a\":1}\n{}", "", " ", "<html>", "\x1f\x8b", "PK\x03\x04", `{"error":"x"}`,
		"\ufeffIndvId\n1", "[1]", "\x00", "null",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		stored, plain, plainErr := stream(t, data, true)
		kept, same, keptErr := stream(t, data, false)
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
		unpacked, result, err := stream(t, packed.Bytes(), true)
		if plainErr == nil && err != nil {
			t.Errorf("%q is an export; packed: %v", data, err)
		}
		if plainErr != nil && err == nil && result.Rows > 1 {
			t.Errorf("%q is refused with %d records: %v", data, result.Rows, plainErr)
		}
		if err == nil && (!bytes.Equal(unpacked, data) || plainErr == nil && result.Rows != plain.Rows) {
			t.Errorf("%q packed is written as %q, %+v", data, unpacked, result)
		}
	})
}
