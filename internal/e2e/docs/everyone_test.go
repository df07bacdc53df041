package docs_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// TestUnit_Examples_EveryoneIsExplicit checks every export of the segment
// "everyone": without time_range, readers would copy an export of all data,
// without segment_time_range the segment covers the last 30 days only, and
// without scope FullStory does not document which events are exported.
func TestUnit_Examples_EveryoneIsExplicit(t *testing.T) {
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
				if attribute(body, "segment_id") != `"everyone"` || block.Labels()[1] == excerptName {
					continue
				}
				checked++
				required := []string{"time_range", "segment_time_range"}
				if attribute(body, "type") != `"individuals"` {
					required = append(required, "scope")
				}
				for _, name := range required {
					if attribute(body, name) == "" {
						t.Errorf("%s: %s has no %s", s.name, strings.Join(block.Labels(), "."), name)
					}
				}
			}
		}
	}
	if checked == 0 {
		t.Error("no example exports everyone")
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
