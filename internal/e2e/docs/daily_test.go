package docs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// date returns the date that is some days from now.
func date(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }

// A schedule may start before its first day has settled.
func TestAcc_Recipes_StartBeforeTheFirstDayHasSettled(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"daily-s3", "hauser", "bigquery", "athena", "snowflake"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, c, _ := example(t, "recipes/"+name)
			for _, day := range []string{date(0), date(-1)} {
				c.Env = append(c.Env, "TF_VAR_first_day="+day, "TF_VAR_start_time="+day+"T00:00:00Z")
				runWithoutDiagnostics(t, c, "apply", "-auto-approve", "-json")
			}
			wantSubmissions(t, server, 0)
		})
	}
}

// A typing error in the first day must not plan to remove every day.
func TestAcc_Recipe_DailyS3_FirstDayInTheFuture(t *testing.T) {
	t.Parallel()
	_, c, _ := example(t, "recipes/daily-s3")
	for _, day := range []string{date(2), "2026-1-1"} {
		c.Env = append(c.Env, "TF_VAR_first_day="+day)
		c.PlanFails("The first day must be a date")
	}
}

// A new column is exported for new days, and for the old ones that are replaced
// as the guide shows. Without ignore_changes, every day would be exported again.
func TestAcc_Recipe_DailyS3_AddAColumn(t *testing.T) {
	t.Parallel()
	server, c, config := example(t, "recipes/daily-s3")
	export := func(day int) string { return fmt.Sprintf("fullstory_segment_export.events[%q]", date(day)) }
	wantColumn := func(want bool, days ...int) {
		t.Helper()
		for _, day := range days {
			state, _ := c.State(export(day))
			if fields, _ := state["fields"].([]any); slices.Contains(fields, any("PageName")) != want {
				t.Errorf("the export of %s has the fields %v", date(day), fields)
			}
		}
	}
	today := config
	config = strings.Replace(config, `"1d", "24h"`, `"1d", "48h"`, 1) // yesterday
	configure(t, c, config)
	c.Apply()
	wantSubmissions(t, server, 3)

	withColumn := func(config string) string { return strings.Replace(config, `"PageUrl"]`, `"PageUrl", "PageName"]`, 1) }
	configure(t, c, withColumn(config))
	c.ExpectEmptyPlan()
	today = withColumn(today)
	configure(t, c, today)
	c.Apply()
	wantSubmissions(t, server, 4)
	wantColumn(false, -5, -4, -3)
	wantColumn(true, -2)

	runWithoutDiagnostics(t, c, "apply", "-auto-approve", "-json", "-replace="+export(-4))
	wantSubmissions(t, server, 5)
	wantColumn(false, -5, -3)
	wantColumn(true, -4)

	configure(t, c, strings.Replace(today, "ignore_changes = [fields]", "", 1))
	planned, _ := c.Plan()
	for day, want := range map[int]string{-5: "delete create", -4: "no-op", -3: "delete create", -2: "no-op"} {
		if got := planned[export(day)]; got != want {
			t.Errorf("without ignore_changes the plan is to %q the export of %s, want %q", got, date(day), want)
		}
	}
	c.Env = append(c.Env, "FULLSTORY_MAX_NEW_EXPORTS=1")
	c.PlanFails("Too many new segment exports")
}

// A later first day must not delete what was delivered for the earlier ones.
func TestAcc_Recipe_DailyS3_TakeOutADay(t *testing.T) {
	t.Parallel()
	server, c, _ := example(t, "recipes/daily-s3")
	c.Apply()
	submitted := server.Count(fullstorytest.RouteCreateExport)
	c.Apply()
	wantSubmissions(t, server, submitted)

	first, second := variables["first_day"], ""
	for address := range c.States() {
		if day := strings.Split(address, `"`)[1]; day > first && (second == "" || day < second) {
			second = day
		}
	}
	c.Env = append(c.Env, "TF_VAR_first_day="+second)
	object := fmt.Sprintf("terraform_data.aws_s3_object_events[%q]", first)
	if actions, _ := c.PlannedActions(object); actions != "delete" {
		t.Fatalf("the plan is to %q the object", actions)
	}
	// The way that the guide shows.
	if result := c.Run("state", "rm", object); result.ExitCode != 0 {
		t.Fatal(result.Output)
	}
	if actions, _ := c.PlannedActions(object); actions != "" {
		t.Errorf("the plan is to %q the object", actions)
	}
	c.Apply()
	wantSubmissions(t, server, submitted)
	if n := server.Count(fullstorytest.RouteCancelOperation); n > 0 {
		t.Errorf("%d exports were cancelled", n)
	}
}
