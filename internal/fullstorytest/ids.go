package fullstorytest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// operationID is the id of the n-th operation: base64 that tells its type, as the vendor's does, with all that makes
// base64 awkward in a path. The very first one has a slash and a plus in it and ends in "==", so that no test misses
// them.
func operationID(n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "scene %d", n))
	return base64.StdEncoding.EncodeToString(append([]byte("SEARCH_EXPORT:"), sum[:12-n%3]...))
}

// resultID is the searchExportId of an operation.
func resultID(operationID string) string {
	sum := sha256.Sum256([]byte("results of " + operationID))
	return base64.StdEncoding.EncodeToString(append([]byte("EXPORT:"), sum[:9]...))
}

// objectName is what the store calls the file of an operation.
func objectName(operationID, format string) string {
	safe := strings.NewReplacer("/", "_", "+", "-", "=", "").Replace(operationID)
	return "export_" + safe + "." + format + ".gz"
}
