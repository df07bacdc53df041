package docs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func recipe(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(root + "/examples/resources/fullstory_segment_export/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// counted wants a number of exports to have been submitted so far.
func counted(t *testing.T, server *fullstorytest.Server, want int) {
	t.Helper()
	if got := server.Count(fullstorytest.RouteCreateExport); got != want {
		t.Errorf("%d exports were submitted, want %d", got, want)
	}
}

func TestAcc_Recipe_RunAgain(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	c := providertest.NewCLI(t, server, recipe(t, "run-again.tf"))
	c.Apply()
	c.Apply()
	counted(t, server, 1)
	c.Env = append(c.Env, "TF_VAR_month=2026-02")
	c.Apply()
	counted(t, server, 2)
	quietly(t, c, "apply", "-auto-approve", "-json", "-replace=fullstory_segment_export.monthly")
	counted(t, server, 3)
}

func TestAcc_Recipe_EveryApply(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	c := providertest.NewCLI(t, server, recipe(t, "every-apply.tf"))
	for applied := range 2 {
		c.Apply()
		counted(t, server, applied+1)
	}
}

func TestAcc_Recipe_WaitLater(t *testing.T) {
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 3}))
	defer server.Close()
	unwaited := recipe(t, "unwaited.tf")
	c := providertest.NewCLI(t, server, unwaited)
	c.Apply()
	const address = "fullstory_segment_export.large"
	if state, _ := c.State(address); state["state"] != "PENDING" {
		t.Errorf("the apply waited: %v", state)
	}
	c.Configure(strings.Replace(unwaited, "wait_for_completion = false", "wait_for_completion = true", 1))
	c.Apply()
	if state, _ := c.State(address); state["state"] != "COMPLETED" {
		t.Errorf("the next apply did not wait: %v", state)
	}
	counted(t, server, 1)
}

func TestAcc_Recipe_Removal(t *testing.T) {
	removed := recipe(t, "removed.tf")
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Stall: true}))
	defer server.Close()
	c := providertest.NewCLI(t, server, strings.ReplaceAll(recipe(t, "unwaited.tf"), "large", "former"))
	if lack := lacking(t, removed); lack != "" {
		t.Skip(lack)
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
