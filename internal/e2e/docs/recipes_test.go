package docs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// recipe returns an example of the page of fullstory_segment_export, with the
// day that the first example of the page declares.
func recipe(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(root + "/examples/resources/fullstory_segment_export/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "local.day") {
		return string(text)
	}
	return string(text) + "\nlocals {\n  day = { start = \"2026-01-15T00:00:00Z\", end = \"2026-01-16T00:00:00Z\" }\n}\n"
}

// wantSubmissions checks how many exports have been submitted so far.
func wantSubmissions(t *testing.T, server *fullstorytest.Server, want int) {
	t.Helper()
	if got := server.Count(fullstorytest.RouteCreateExport); got != want {
		t.Errorf("%d exports were submitted, want %d", got, want)
	}
}

func TestAcc_Recipe_RunAgain(t *testing.T) {
	t.Parallel()
	server := fullstorytest.New()
	defer server.Close()
	c := providertest.NewCLI(t, server, recipe(t, "run-again.tf"))
	c.Apply()
	c.Apply()
	wantSubmissions(t, server, 1)
	c.Env = append(c.Env, "TF_VAR_run=2")
	c.Apply()
	wantSubmissions(t, server, 2)
	runWithoutDiagnostics(t, c, "apply", "-auto-approve", "-json", "-replace=fullstory_segment_export.repeated")
	wantSubmissions(t, server, 3)
}

func TestAcc_Recipe_WaitLater(t *testing.T) {
	t.Parallel()
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 3}))
	defer server.Close()
	unwaited := recipe(t, "unwaited.tf")
	c := providertest.NewCLI(t, server, unwaited)
	c.Apply()
	const address = "fullstory_segment_export.large"
	if state, _ := c.State(address); state["state"] == "COMPLETED" {
		t.Errorf("the apply waited: %v", state)
	}
	c.Configure(strings.Replace(unwaited, "wait_for_completion = false", "wait_for_completion = true", 1))
	c.Apply()
	if state, _ := c.State(address); state["state"] != "COMPLETED" {
		t.Errorf("the next apply did not wait: %v", state)
	}
	wantSubmissions(t, server, 1)
}

func TestAcc_Recipe_FailAnUnfinishedWait(t *testing.T) {
	t.Parallel()
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
	defer server.Close()
	text := recipe(t, "postcondition.tf")
	c := providertest.NewCLI(t, server, strings.Replace(text, "\n  lifecycle", "\n  timeouts = { create = \"2s\" }\n  lifecycle", 1))
	wantError(t, c.Run("apply", "-auto-approve", "-json"), "Resource postcondition failed")
	if state, tainted := c.State("fullstory_segment_export.nightly"); state == nil || tainted {
		t.Errorf("the export is not kept: %v, tainted: %t", state, tainted)
	}
	server.Complete(server.Exports()[0].ID)
	runWithoutDiagnostics(t, c, "apply", "-auto-approve", "-json")
	wantSubmissions(t, server, 1)
}

func TestAcc_Recipe_Removal(t *testing.T) {
	t.Parallel()
	removed := recipe(t, "removed.tf")
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
	defer server.Close()
	c := providertest.NewCLI(t, server, strings.ReplaceAll(recipe(t, "unwaited.tf"), "large", "former"))
	if missing := missingFeature(t, removed); missing != "" {
		t.Skip(missing)
	}
	c.Apply()
	c.Configure(removed)
	c.Apply()
	if n := len(c.States()); n > 0 {
		t.Errorf("%d resources are left in the state", n)
	}
	if n := server.Count(fullstorytest.RouteCancelOperation); n > 0 {
		t.Error("the export was cancelled")
	}
}

// The export that is taken over keeps its ID, and nothing is submitted.
func TestAcc_Recipe_Adopt(t *testing.T) {
	t.Parallel()
	server, c, _ := example(t, "recipes/adopt")
	c.Apply()
	c.Apply()
	wantSubmissions(t, server, 0)
	if state, _ := c.State("fullstory_segment_export.adopted"); state["id"] != "U0VBUkNIX0VYUE9SVDoxMjM0NQ==" {
		t.Errorf("the state is %v", state)
	}
}

// The guards of the recipe fail an apply whose data is not as expected.
func TestAcc_Recipe_OneExport_Guards(t *testing.T) {
	t.Parallel()
	_, c, config := example(t, "recipes/one-export")
	c.Apply()
	for name, change := range map[string][2]string{
		"rows":    {"self.row_count > 0", "self.row_count > 1000000"},
		"columns": {"tolist(local.fields)", "tolist(reverse(local.fields))"},
	} {
		configure(t, c, strings.Replace(config, change[0], change[1], 1))
		if result := c.Run("plan", "-json"); result.ExitCode == 0 {
			t.Errorf("the plan passes with a wrong expectation of %s", name)
		}
	}
}

// The next week is exported and downloaded on a CI runner that does not have
// last week's file; in the same week nothing is.
func TestAcc_Recipe_WeeklyIndividuals_OnFreshRunners(t *testing.T) {
	t.Parallel()
	server, c, config := example(t, "recipes/weekly-individuals")
	c.Apply()
	file := c.Dir + "/individuals.csv"
	newRunner := func() {
		t.Helper()
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	newRunner()
	c.Apply()
	wantSubmissions(t, server, 1)
	if _, err := os.Stat(file); err == nil {
		t.Error("the file of the same week was downloaded again")
	}
	configure(t, c, strings.Replace(config, `"1w"`, `"1d"`, 1)) // another window, as in the next week
	c.Apply()
	wantSubmissions(t, server, 2)
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file of the next week is missing: %v", err)
	}
}
