package docs_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// foreignProviders are those that snippets use beside ours. They come from a
// registry and most plan with an account, so that a terraform_data stands in
// for each of their resources: it takes the same expressions, and whoever
// refers to the one is led to the other. So all that is ours is planned and
// applied, and every reference between the two is checked. What is not: that
// the other provider has such a resource with such arguments.
var foreignProviders = []string{"aws", "google", "snowflake", "time"}

var ofProvider = regexp.MustCompile(`(?m)^(?:resource|data|ephemeral|action|list|provider) "([a-z0-9]+)|provider::(\w+)::`)

// foreign names the providers that a text uses, but ours and the one that every
// CLI brings along.
func foreign(text string) []string {
	names := map[string]bool{}
	for _, match := range ofProvider.FindAllStringSubmatch(text, -1) {
		names[match[1]+match[2]] = true
	}
	delete(names, "fullstory")
	delete(names, "terraform")
	return slices.Sorted(maps.Keys(names))
}

// withStandIns puts stand-ins in place of what is of other providers.
func withStandIns(t *testing.T, text string) string {
	t.Helper()
	if len(foreign(text)) == 0 && !strings.Contains(text, "required_providers") {
		return text
	}
	file, diags := hclwrite.ParseConfig([]byte(text), "snippet", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s:\n%s", diags, text)
	}
	var parts []string
	standsIn := map[string]string{} // the stand-in's address, by that of what it is for
	for _, block := range file.Body().Blocks() {
		whole := string(block.BuildTokens(nil).Bytes())
		switch {
		case block.Type() == "terraform":
			for _, nested := range block.Body().Blocks() {
				for name := range nested.Body().Attributes() {
					if nested.Type() == "required_providers" && name != "fullstory" {
						nested.Body().RemoveAttribute(name)
					}
				}
			}
			parts = append(parts, string(block.BuildTokens(nil).Bytes()))
		case len(foreign(whole)) == 0:
			parts = append(parts, whole)
		case block.Type() == "resource", block.Type() == "data":
			address := strings.TrimPrefix(block.Type()+"."+strings.Join(block.Labels(), "."), "resource.")
			name := strings.ReplaceAll(address, ".", "_")
			standsIn[address] = "terraform_data." + name
			parts = append(parts, standIn(name, block.Body()))
		case block.Type() != "provider":
			t.Fatalf("nothing stands in for the block %s %q", block.Type(), block.Labels())
		}
	}
	return redirect(strings.Join(parts, "\n"), standsIn)
}

// standIn is a terraform_data with the expressions of a resource, however deep
// in it they are. Ephemeral ones are taken as write-only arguments take them.
func standIn(name string, body *hclwrite.Body) string {
	meta := ""
	var inputs []string
	var collect func(*hclwrite.Body)
	collect = func(body *hclwrite.Body) {
		for _, name := range slices.Sorted(maps.Keys(body.Attributes())) {
			expression := strings.TrimSpace(string(body.GetAttribute(name).Expr().BuildTokens(nil).Bytes()))
			switch {
			case name == "count", name == "for_each", name == "depends_on":
				meta += "  " + name + " = " + expression + "\n"
			case strings.Contains(expression, "ephemeral."):
				inputs = append(inputs, "    ephemeralasnull("+expression+"),\n")
			default:
				inputs = append(inputs, "    "+expression+"\n    ,\n") // on a line of its own, for a heredoc
			}
		}
		for _, nested := range body.Blocks() {
			if nested.Type() == "lifecycle" {
				meta += string(nested.BuildTokens(nil).Bytes())
			} else {
				collect(nested.Body())
			}
		}
	}
	collect(body)
	return "resource \"terraform_data\" \"" + name + "\" {\n" + meta + "  input = [\n" + strings.Join(inputs, "") + "  ]\n}\n"
}

// redirect leads references to the stand-ins, whose one attribute is id.
func redirect(text string, standsIn map[string]string) string {
	for address, instead := range standsIn {
		reference := regexp.MustCompile(`([^\w.])` + regexp.QuoteMeta(address) + `\b(\[[^\]]*\])?(\.\w+)?`)
		text = reference.ReplaceAllStringFunc(text, func(found string) string {
			parts := reference.FindStringSubmatch(found)
			attribute := ""
			if parts[3] != "" {
				attribute = ".id"
			}
			return parts[1] + instead + parts[2] + attribute
		})
	}
	return text
}
