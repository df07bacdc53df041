package fullstory_test

import (
	"net/http"
	"testing"
	"unicode/utf8"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

func FuzzFileName(f *testing.F) {
	for _, text := range []string{
		`attachment; filename="export.csv.gz"`, `attachment; filename*=UTF-8''na%C3%AFve.csv`, `attachment; filename="../../etc/passwd"`,
		`attachment; filename*=UTF-8''%1b%5b2J`, `attachment; filename="` + fullstorytest.APIKey + `"`, `attachment`, `; filename=x`, ``,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		client := fullstory.New(fullstory.Options{Options: rest.Options{APIKey: fullstorytest.APIKey, Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Disposition": {text}}, Body: http.NoBody}, nil
		})}})
		file, err := client.OpenFile(t.Context(), fullstory.Operation{DownloadURL: rest.NewSignedURL("https://store.test/x")})
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		wantShowable(t, string(file.Name))
		if utf8.RuneCountInString(string(file.Name)) > 501*10 {
			t.Errorf("%q is too long", file.Name)
		}
	})
}
