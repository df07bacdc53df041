package segmentexportfile_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/providertest"
)

func TestUnit_SegmentExportFile_FullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("only root can mount a small disk: ", err)
	}
	defer func() { _ = syscall.Unmount(disk, 0) }()
	var long strings.Builder
	for range 20_000 {
		fmt.Fprintf(&long, "%d\n", rand.Uint64())
	}
	for _, decompress := range []bool{true, false} {
		_, session := exported(t, packed(long.String()))
		file := session.Resource(fileType)
		diags := apply(t, file, with(fileAt(filepath.Join(disk, "f")), "decompress", providertest.Bool(decompress)))
		if len(diags) != 1 || diags[0].Summary != "Cannot write the file" || !strings.Contains(diags[0].Detail, "no space left") {
			t.Errorf("got %+v", diags)
		}
		if left := tree(t, disk); len(left) > 0 {
			t.Errorf("it left %v", left)
		}
	}
}
