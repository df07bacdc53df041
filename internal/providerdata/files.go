package providerdata

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// files is what one configured provider knows about files, by path. A plan and
// its apply configure the provider anew, so that an apply does not repeat what
// the plan reported.
type files struct{ owned, planned, warnings sync.Map }

// OwnFile records that a file is in the state.
func (d Data) OwnFile(path string) { d.files.owned.Store(path, true) }

// PlanFile records a file that a plan creates. It reports whether a file in the
// state, and whether another new file, has the same path.
func (d Data) PlanFile(path string) (owned, planned bool) {
	_, owned = d.files.owned.Load(path)
	_, planned = d.files.planned.LoadOrStore(path, true)
	return owned, planned
}

// WarnInPlan keeps a warning of a refresh for the plan of the same resource,
// which knows whether the configuration makes it pointless.
func (d Data) WarnInPlan(path string, warning diag.Diagnostic) {
	d.files.warnings.Store(path, warning)
}

// RefreshWarning takes the warning that the refresh of a file has kept; nil if
// there is none.
func (d Data) RefreshWarning(path string) diag.Diagnostic {
	kept, _ := d.files.warnings.LoadAndDelete(path)
	warning, _ := kept.(diag.Diagnostic) // the map has no others
	return warning
}
