package segmentexportfile_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
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
		server, s := exported(t, packed(long.String()))
		diags := s.apply(with(fileAt(filepath.Join(disk, "f")), "decompress", flag(decompress)))
		if len(diags) != 1 || diags[0].Summary != "The path cannot be used" || !strings.Contains(diags[0].Detail, "no space left") {
			t.Errorf("got %+v", diags)
		}
		if left := tree(t, disk); len(left) > 0 {
			t.Errorf("it left %v", left)
		}
		server.Close()
	}
}
