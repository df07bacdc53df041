package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// exported is how many exports the examples plan, by the folder; none of those
// that are not named.
var exported = map[string]int{
	"fullstory_segment": 1, "fullstory_segments": 1, "time_windows": 31, "segment_id": 1,
}

func TestAcc_Examples_OfLookingUpPlan(t *testing.T) {
	found := 0
	for _, kind := range []string{"data-sources/*/data-source*.tf", "functions/*/function*.tf"} {
		paths, err := filepath.Glob(filepath.Join("..", "..", "examples", filepath.FromSlash(kind)))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			found++
			name := filepath.Base(filepath.Dir(path))
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				example, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				server := fullstorytest.New()
				defer server.Close()
				server.AddOperation("U0VBUkNIX0VYUE9SVDoxMjM0NQ==", "SEARCH_EXPORT", "COMPLETED")
				cli := providertest.NewCLI(t, server, string(example))
				if strings.Contains(string(example), "required_providers") { // which the CLI's own would be a second of
					if err := os.WriteFile(filepath.Join(cli.Dir, "main.tf"), example, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				result := cli.Run("plan", "-json", "-input=false")
				if told := append(result.Told("error"), result.Told("warning")...); result.ExitCode != 0 || len(told) > 0 {
					t.Fatalf("the plan ends with %d and says %v", result.ExitCode, told)
				}
				if n := strings.Count(result.Output, `"type":"planned_change"`); n != exported[name] {
					t.Errorf("%d exports are planned, want %d", n, exported[name])
				}
				if n := server.Count(fullstorytest.RouteCreateExport); n != 0 {
					t.Errorf("%d exports were submitted", n)
				}
			})
		}
	}
	if found < 7 {
		t.Errorf("%d examples were found", found)
	}
}
