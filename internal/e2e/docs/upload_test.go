package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// uploading makes the stand-in for an object upload: as a resource of a cloud
// does, it opens the file only when it is created or its content changes. The
// upload fails as long as there is no bucket.
func uploading(t *testing.T, config, bucket string) string {
	t.Helper()
	object := regexp.MustCompile(`resource "terraform_data" "(aws_s3|google_storage_bucket)_object_events" \{\n`)
	key := ""
	if strings.Contains(config, "each.key") {
		key = "[each.key]"
	}
	file := "fullstory_segment_export_file.events" + key
	found := object.FindString(config)
	if found == "" {
		t.Fatalf("there is no object in\n%s", config)
	}
	return strings.Replace(config, found, found+fmt.Sprintf(`
  triggers_replace = [%[1]s.path, %[1]s.sha256]
  provisioner "local-exec" {
    command = "cp '${%[1]s.path}' '%[2]s/'"
  }
`, file, bucket), 1)
}

// nextRunner returns a CLI with the configuration and state of another one, and
// without its files.
func nextRunner(t *testing.T, server *fullstorytest.Server, previous *providertest.CLI, config string) *providertest.CLI {
	t.Helper()
	c := providertest.NewCLI(t, server, "")
	c.Env = append(c.Env, environment()...)
	configure(t, c, config)
	state, err := os.ReadFile(filepath.Join(previous.Dir, "terraform.tfstate"))
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Dir, "terraform.tfstate"), state, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The remedy for the upload of an older file, which no run restores.
func TestAcc_Recipes_AnOldFailedUploadIsRepairedByHand(t *testing.T) {
	t.Parallel()
	server, c, config := example(t, "delivery/s3")
	bucket := filepath.Join(t.TempDir(), "bucket")
	config = uploading(t, strings.ReplaceAll(config, `"72h"`, `"0h"`), bucket)
	configure(t, c, config)
	apply := []string{"apply", "-auto-approve", "-json"}
	if result := c.Run(apply...); result.ExitCode == 0 {
		t.Fatal("the upload does not fail")
	}
	if err := os.Mkdir(bucket, 0o700); err != nil {
		t.Fatal(err)
	}
	c = nextRunner(t, server, c, config)
	if result := c.Run(apply...); result.ExitCode == 0 || !strings.Contains(result.Output, "No such file or directory") {
		t.Errorf("exit code %d without the file:\n%s", result.ExitCode, result.Output)
	}
	if result := c.Run(append(apply, "-replace=fullstory_segment_export_file.events")...); result.ExitCode != 0 {
		t.Errorf("the remedy fails:\n%s", result.Output)
	}
	wantSubmissions(t, server, 1)
}

// An upload that failed is repaired by the next run on a fresh runner, without
// a new export. What was uploaded is not uploaded again.
func TestAcc_Recipes_AFailedUploadHeals(t *testing.T) {
	t.Parallel()
	for name, days := range map[string]int{
		"recipes/daily-s3": 4, "recipes/hauser": 4, "delivery/s3": 1, "delivery/gcs": 1, "recipes/bigquery": 4, "recipes/snowflake": 4,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, c, config := example(t, name)
			bucket := filepath.Join(t.TempDir(), "bucket")
			config = uploading(t, config, bucket)
			configure(t, c, config)
			if result := c.Run("apply", "-auto-approve", "-json"); result.ExitCode == 0 || !strings.Contains(result.Output, "local-exec provisioner error") {
				t.Fatalf("the uploads do not fail:\n%s", result.Output)
			}
			if err := os.Mkdir(bucket, 0o700); err != nil {
				t.Fatal(err)
			}
			exports := server.Count(fullstorytest.RouteCreateExport)
			for _, run := range []struct{ name, from, to, file, object string }{
				{"after the failure", "", "", "update", "delete create"},
				{"on the next day", "", "", "update", "no-op"},
				{"three days later", `"72h"`, `"0h"`, "update", "no-op"},
				{"in a year", "", "", "no-op", "no-op"},
			} {
				config = strings.ReplaceAll(config, run.from, run.to)
				c = nextRunner(t, server, c, config)
				server.ResetLog()
				planned, result := c.Plan()
				if warnings := result.Warnings(); len(warnings) > 0 {
					t.Errorf("%s: %+v", run.name, warnings)
				}
				for address, action := range planned {
					want := "no-op"
					switch {
					case strings.HasPrefix(address, "fullstory_segment_export_file."):
						want = run.file
					case strings.Contains(address, "_object_events"):
						want = run.object
					case strings.HasPrefix(address, "terraform_data.") && !strings.Contains(address, "table") && run.object != "no-op":
						want = "create" // it loads the object
					}
					if action != want {
						t.Errorf("%s: the plan is to %s %s, want %s", run.name, action, address, want)
					}
				}
				if result := c.Run("apply", "-json", providertest.PlanFile); result.ExitCode != 0 {
					t.Fatalf("%s:\n%s", run.name, result.Output)
				}
				if n := server.Count(fullstorytest.RouteCreateExport); n > 0 {
					t.Errorf("%s: %d exports were submitted", run.name, n)
				}
				if n := server.Count(fullstorytest.RouteDownload); run.from == "" && run.file == "update" && n != days || run.file == "no-op" && n > 0 {
					t.Errorf("%s: %d downloads", run.name, n)
				}
			}
			if uploaded, err := os.ReadDir(bucket); err != nil || len(uploaded) != days || exports != days {
				t.Errorf("%d files of %d exports were uploaded, %v", len(uploaded), exports, err)
			}
		})
	}
}
