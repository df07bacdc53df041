package fullstorytest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// operationID returns the ID of the n-th operation: base64 of ASCII text, which
// contains neither "/" nor "+". Awkward IDs contain both over a few operations;
// the very first one has all, and ends in "==".
func operationID(n int, awkward bool) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "operation %d of 45", n))
	const prefix = "SEARCH_EXPORT:"
	if awkward {
		return base64.StdEncoding.EncodeToString(append([]byte(prefix), sum[:12-n%3]...))
	}
	return base64.StdEncoding.EncodeToString([]byte(prefix + hex.EncodeToString(sum[:])[:12-n%3]))
}

// resultID returns the searchExportId of an operation.
func resultID(operationID string, awkward bool) string {
	sum := sha256.Sum256([]byte("results of " + operationID))
	if awkward {
		return base64.StdEncoding.EncodeToString(append([]byte("EXPORT:"), sum[:9]...))
	}
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// objectName returns the store's name for the file of an operation.
func objectName(operationID, format string) string {
	safe := strings.NewReplacer("/", "_", "+", "-", "=", "").Replace(operationID)
	return "export_" + safe + "." + format + ".gz"
}
