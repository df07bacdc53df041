package providerdata

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// files is what one configured provider knows about the files of the
// configuration. A plan and its apply configure the provider anew, so that
// nothing of the plan is reported again in the apply.
type files struct {
	mutex    sync.Mutex
	owned    map[string]bool
	planned  map[string]int
	warnings map[string]diag.Diagnostic
}

func newFiles() *files {
	return &files{owned: map[string]bool{}, planned: map[string]int{}, warnings: map[string]diag.Diagnostic{}}
}

// OwnFile records that a file is in the state.
func (d Data) OwnFile(path string) {
	if d.files == nil {
		return
	}
	d.files.mutex.Lock()
	defer d.files.mutex.Unlock()
	d.files.owned[path] = true
}

// PlanFile counts a file that a plan creates. It reports whether a file in the
// state has the same path, and whether this is the second new file with it.
func (d Data) PlanFile(path string) (owned, second bool) {
	if d.files == nil {
		return false, false
	}
	d.files.mutex.Lock()
	defer d.files.mutex.Unlock()
	d.files.planned[path]++
	return d.files.owned[path], d.files.planned[path] == 2
}

// WarnInPlan keeps a warning of a refresh for the plan of the same resource,
// which knows whether the configuration makes it pointless.
func (d Data) WarnInPlan(path string, warning diag.Diagnostic) {
	if d.files == nil {
		return
	}
	d.files.mutex.Lock()
	defer d.files.mutex.Unlock()
	d.files.warnings[path] = warning
}

// RefreshWarning takes the warning that the refresh of a file has kept, or
// returns nil.
func (d Data) RefreshWarning(path string) diag.Diagnostic {
	if d.files == nil {
		return nil
	}
	d.files.mutex.Lock()
	defer d.files.mutex.Unlock()
	warning := d.files.warnings[path]
	delete(d.files.warnings, path)
	return warning
}
