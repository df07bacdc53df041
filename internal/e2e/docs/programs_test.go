package docs_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

// The programs on the page of fullstory_segment_export_file read the whole file,
// and Python prints every ID as the file has it.
func TestAcc_Programs_ReadTheFile(t *testing.T) {
	t.Parallel()
	const page = root + "/examples/resources/fullstory_segment_export_file/"
	read := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	server := fullstorytest.New(fullstorytest.WithWireFormat("reference"))
	defer server.Close()
	c := providertest.NewCLI(t, server, "")
	c.Env = append(c.Env, environment()...)
	configure(t, c, read(page+"resource.tf")+read(page+"run.tf"))
	c.Apply()

	records, err := csv.NewReader(strings.NewReader(read(filepath.Join(c.Dir, "data/checkout.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	state, _ := c.State("fullstory_segment_export_file.checkout")
	wantTexts(t, read(filepath.Join(c.Dir, "report.txt")), []string{fmt.Sprintf("%d rows in %v", len(records)-1, state["local_path"])})

	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	script, err := filepath.Abs(page + "read.py")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), python, script)
	command.Dir = c.Dir
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s\n%s", err, output)
	}
	user, start := slices.Index(records[0], "UserId"), slices.Index(records[0], "EventStart")
	var want strings.Builder
	for _, record := range records[1:] {
		want.WriteString(record[user] + " " + record[start] + "\n")
	}
	if string(output) != want.String() {
		t.Errorf("Python prints\n%s\nwant\n%s", output, &want)
	}
}
