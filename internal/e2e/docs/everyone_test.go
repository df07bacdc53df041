package docs_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// TestUnit_Examples_EveryoneHasASegmentTimeRange checks every export of the
// segment "everyone" with a time_range: without segment_time_range the segment
// covers the last 30 days only, and readers would copy an export that lacks
// data.
func TestUnit_Examples_EveryoneHasASegmentTimeRange(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, s := range allSnippets(t) {
		for name, text := range s.files {
			file, diags := hclwrite.ParseConfig([]byte(text), name, hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", s.name, diags)
			}
			for _, block := range file.Body().Blocks() {
				if len(block.Labels()) == 0 || block.Labels()[0] != "fullstory_segment_export" {
					continue
				}
				body := block.Body()
				if config := body.FirstMatchingBlock("config", nil); config != nil { // of an action
					body = config.Body()
				}
				if attribute(body, "segment_id") != `"everyone"` || attribute(body, "time_range") == "" {
					continue
				}
				checked++
				if attribute(body, "segment_time_range") == "" {
					t.Errorf("%s: %s has a time_range without a segment_time_range", s.name, strings.Join(block.Labels(), "."))
				}
			}
		}
	}
	if checked == 0 {
		t.Error("no example exports a time range of everyone")
	}
}

// attribute returns the expression of an argument, or "".
func attribute(body *hclwrite.Body, name string) string {
	attribute := body.GetAttribute(name)
	if attribute == nil {
		return ""
	}
	return strings.TrimSpace(string(attribute.Expr().BuildTokens(nil).Bytes()))
}
