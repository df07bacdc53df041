package segmentexport_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestUnit_SegmentExportFile_FullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no small disk can be made, which only root can: ", err)
	}
	defer func() { _ = syscall.Unmount(disk, 0) }()
	stored := packed(strings.Repeat("0123456789", 100_000))
	_, p, id := exportedTo(t, bytes.NewReader(stored), int64(len(stored)))
	_, diags := createFile(t.Context(), p, id, filepath.Join(disk, "f"), true)
	if len(diags) != 1 || diags[0].Summary != "The path cannot be used" || !strings.Contains(diags[0].Detail, "no space left") {
		t.Errorf("told %+v", diags)
	}
	if entries, _ := os.ReadDir(disk); len(entries) > 0 {
		t.Errorf("it left %v", entries)
	}
}
