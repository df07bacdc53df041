package segmentexport_test

import (
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// wantTold wants one diagnostic, whose summary and detail hold the texts.
func wantTold(t *testing.T, told []providertest.Diagnostic, texts ...string) {
	t.Helper()
	if len(told) != 1 {
		t.Fatalf("%d diagnostics, want 1: %+v", len(told), told)
	}
	for _, text := range texts {
		if !strings.Contains(told[0].Summary+"\n"+told[0].Detail, text) {
			t.Errorf("it lacks %q:\n%s\n%s", text, told[0].Summary, told[0].Detail)
		}
	}
}

func TestAcc_SegmentExport_WaitSurvivesFailingLooks(t *testing.T) {
	server := fullstorytest.New(fullstorytest.WithDefaultScript(fullstorytest.Script{Polls: 4}))
	defer server.Close()
	server.Inject(fullstorytest.RouteGetOperation, fullstorytest.TooManyRequests("0"), fullstorytest.Unavailable(""),
		fullstorytest.Fault{}, fullstorytest.ResetBefore(), fullstorytest.ResetBefore())
	cli := providertest.NewCLI(t, server, least)
	cli.Env = append(cli.Env, "FULLSTORY_MAX_RETRIES=0")
	if told := cli.Apply().Told("warning"); len(told) != 0 {
		t.Errorf("warnings: %+v", told)
	}
	if got, _ := cli.State(address); got["state"] != "COMPLETED" {
		t.Errorf("the state says %v", got["state"])
	}
	if n := len(server.Exports()); n != 1 {
		t.Errorf("%d exports, want 1", n)
	}
}

func TestAcc_SegmentExport_WaitEndsWhereTheKeyIsRefused(t *testing.T) {
	for status, texts := range map[int][]string{
		401: {"does not know the API key", "Status: 401"},
		403: {"lacks the permission", "Standard, Architect or Admin", "Status: 403"},
	} {
		server := fullstorytest.New()
		server.Always(fullstorytest.RouteGetOperation, fullstorytest.Status(status))
		cli := providertest.NewCLI(t, server, least)
		id := func() string { return server.Exports()[0].ID }
		result := cli.Apply()
		wantTold(t, result.Told("warning"), append(texts, "Segment export is not complete yet", "kept in the state",
			"does not submit a second one", "Operation: "+id())...)
		if got, tainted := cli.State(address); got["state"] != "PENDING" || got["id"] != id() || tainted {
			t.Errorf("the state says %v, tainted = %t", got, tainted)
		}
		server.ClearFaults()
		cli.Apply()
		if got, _ := cli.State(address); got["state"] != "COMPLETED" || got["id"] != id() {
			t.Errorf("after the key is mended the state says %v", got)
		}
		if n := len(server.Exports()); n != 1 {
			t.Errorf("%d: %d exports, want 1", status, n)
		}
		server.Close()
	}
}

func TestAcc_SegmentExport_WarnsOfTheFuture(t *testing.T) {
	for arguments, says := range map[string][]string{
		`time_range = { end = "2999-01-01T00:00:00Z" }`: {"Time range ends in the future", "time_range.end is", "settles for up to 24 hours"},
		`segment_time_range = { start = "2998-01-01T00:00:00Z" }`: {
			"Time range begins in the future", "segment_time_range.start is", "nothing of the range"},
		`time_range = { start = "2998-01-01T00:00:00Z", end = "2999-01-01T00:00:00Z" }`: {"Time range begins in the future"},
	} {
		server := fullstorytest.New()
		cli := providertest.NewCLI(t, server, exportWith(arguments))
		wantTold(t, cli.Run("plan", "-json").Told("warning"), says...)
		cli.Apply()
		if told := cli.Run("plan", "-json").Told("warning"); len(told) != 0 {
			t.Errorf("it warns again of an export that is done: %+v", told)
		}
		server.Close()
	}
}

func TestAcc_SegmentExport_NeedsNoKeyWhereItAsksNothing(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, least)
	withKey := cli.Env
	cli.Env = append(cli.Env, "FULLSTORY_API_KEY=")
	result := cli.Run("plan", "-json")
	wantTold(t, result.Told("error"), "The FullStory API key is missing", "api_key in the provider block", "FULLSTORY_API_KEY")
	if n := len(server.Requests()); n != 0 || result.ExitCode != 1 {
		t.Errorf("%d requests, exit code %d", n, result.ExitCode)
	}
	withoutKey := cli.Env
	cli.Env = withKey
	cli.Apply()
	cli.Env = withoutKey
	if result := cli.Run("plan", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("a completed export cannot be planned without a key:\n%s", result.Output)
	}
}

func wantNoSecret(t *testing.T, where string, text []byte) {
	t.Helper()
	for _, secret := range []string{fullstorytest.APIKey, "Signature="} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%s holds %q", where, secret)
		}
	}
}
