package main

import (
	"fmt"
	"strings"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
)

// contentHelp says what a new fake has, and what it logs.
func contentHelp() string {
	var b strings.Builder
	fmt.Fprintf(&b, "The key belongs to %s of the account %s. These segments exist, with ID and name:\n", fullstorytest.Email, fullstorytest.OrgID)
	for _, segment := range fullstorytest.BuiltInSegments() {
		fmt.Fprintf(&b, "  %-32s %s\n", segment.ID, segment.Name)
	}
	fmt.Fprint(&b, "\nEach request is logged to the standard error: time, method, path and status. The status is 0 if no HTTP\n"+
		"response was sent. Queries and headers are not logged, because they hold signatures and the key.\n")
	return b.String()
}
