package segmentexport_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestAcc_SegmentExportFile_OnePlaceHasManySpellings(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, fileWith(`path = "out/f.json"`))
	cli.Apply()
	path, plain := filepath.Join(cli.Dir, "out", "f.json"), unpacked(t, server.File(server.Exports()[0].ID))
	if err := os.Symlink("out", filepath.Join(cli.Dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, spelling := range []string{"./out/../out/f.json", path, "link/f.json"} {
		cli.Configure(fileWith("path = \"" + spelling + "\""))
		server.ResetLog()
		cli.Apply()
		wantFile(t, path, plain, 0o600)
		if n := server.Count(fullstorytest.RouteDownload); n != 0 {
			t.Errorf("%s: %d downloads", spelling, n)
		}
		if actions, _ := cli.Planned(fileAddress); actions != "no-op" {
			t.Errorf("%s: the plan after it does %q", spelling, actions)
		}
	}
	cli.Configure(fileWith("path = \"out/f.json\"", `triggers = { n = "2" }`))
	cli.Apply()
	wantFile(t, path, unpacked(t, server.File(server.Exports()[1].ID)), 0o600)
}

// A fresh machine has the state and no file; restore = false leaves it so.
func TestAcc_SegmentExportFile_IsRestoredOnceThatIsWanted(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, fileWith("path = \"f.json\"\nrestore = false"))
	cli.Apply()
	path := filepath.Join(cli.Dir, "f.json")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	cli.Configure(fileWith("path = \"f.json\"\nfile_permission = \"0640\"\nrestore = false"))
	cli.Apply()
	if _, err := os.Stat(path); err == nil {
		t.Error("it was restored against restore = false")
	}
	cli.Configure(fileWith("path = \"f.json\"\nfile_permission = \"0640\""))
	cli.Apply()
	wantFile(t, path, unpacked(t, server.File(server.Exports()[0].ID)), 0o640)
	if actions, result := cli.Planned(fileAddress); actions != "no-op" || len(result.Told("warning")) > 0 {
		t.Errorf("the plan after it does %q with %v", actions, result.Told("warning"))
	}
}

// The new one finds the very file that it wants, and the old one goes last.
func TestAcc_SegmentExportFile_SurvivesItsReplacement(t *testing.T) {
	server := fullstorytest.New()
	defer server.Close()
	cli := providertest.NewCLI(t, server, fileWith("path = \"f.json\"\nlifecycle { create_before_destroy = true }"))
	cli.Apply()
	if result := cli.Run("apply", "-auto-approve", "-json", "-replace="+fileAddress); result.ExitCode != 0 {
		t.Fatal(result.Output)
	}
	wantFile(t, filepath.Join(cli.Dir, "f.json"), unpacked(t, server.File(server.Exports()[0].ID)), 0o600)
	if actions, _ := cli.Planned(fileAddress); actions != "no-op" {
		t.Errorf("the plan after it does %q", actions)
	}
	if result := cli.Run("destroy", "-auto-approve"); result.ExitCode != 0 {
		t.Error(result.Output)
	}
	if _, err := os.Stat(filepath.Join(cli.Dir, "f.json")); err == nil {
		t.Error("destroy left the file")
	}
}
