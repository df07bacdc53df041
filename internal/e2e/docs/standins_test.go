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

// Other providers come from a registry, and most need an account to plan. A
// terraform_data stands in for each of their resources: it takes the same
// expressions, and references are redirected to it. For example,
//
//	resource "aws_s3_object" "events" {
//	  key    = "events.csv"
//	  source = fullstory_segment_export_file.events.path
//	}
//	output "etag" { value = aws_s3_object.events.etag }
//
// becomes
//
//	resource "terraform_data" "aws_s3_object_events" {
//	  input = [
//	    "events.csv",
//	    fullstory_segment_export_file.events.path,
//	  ]
//	}
//	output "etag" { value = terraform_data.aws_s3_object_events.id }
//
// So everything of this provider is planned and applied, and every reference
// between the two is checked. The names of the other provider's resources and
// arguments are not.

// knownProviders are the other providers that snippets may use.
var knownProviders = []string{"aws", "google", "snowflake", "time"}

var providerOfBlock = regexp.MustCompile(`(?m)^(?:resource|data|ephemeral|action|list|provider) "([a-z0-9]+)|provider::(\w+)::`)

// otherProviders returns the providers that a text uses, without this one and
// the built-in one.
func otherProviders(text string) []string {
	names := map[string]bool{}
	for _, match := range providerOfBlock.FindAllStringSubmatch(text, -1) {
		names[match[1]+match[2]] = true
	}
	delete(names, "fullstory")
	delete(names, "terraform")
	return slices.Sorted(maps.Keys(names))
}

// withStandIns replaces the resources of other providers.
func withStandIns(t *testing.T, text string) string {
	t.Helper()
	if len(otherProviders(text)) == 0 && !strings.Contains(text, "required_providers") {
		return text
	}
	file, diags := hclwrite.ParseConfig([]byte(text), "snippet", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s:\n%s", diags, text)
	}
	var blocks []string
	standIns := map[string]string{} // address of the stand-in by original address
	for _, block := range file.Body().Blocks() {
		source := string(block.BuildTokens(nil).Bytes())
		switch {
		case block.Type() == "terraform":
			removeOtherProviders(block.Body())
			blocks = append(blocks, string(block.BuildTokens(nil).Bytes()))
		case len(otherProviders(source)) == 0:
			blocks = append(blocks, source)
		case block.Type() == "resource", block.Type() == "data":
			address := strings.TrimPrefix(block.Type()+"."+strings.Join(block.Labels(), "."), "resource.")
			name := strings.ReplaceAll(address, ".", "_")
			standIns[address] = "terraform_data." + name
			blocks = append(blocks, standIn(name, block.Body()))
		case block.Type() != "provider":
			t.Fatalf("there is no stand-in for the block %s %q", block.Type(), block.Labels())
		}
	}
	return redirect(strings.Join(blocks, "\n"), standIns)
}

func removeOtherProviders(terraform *hclwrite.Body) {
	for _, block := range terraform.Blocks() {
		for name := range block.Body().Attributes() {
			if block.Type() == "required_providers" && name != "fullstory" {
				block.Body().RemoveAttribute(name)
			}
		}
	}
}

// standIn returns a terraform_data with the expressions of a resource and of
// its nested blocks. Ephemeral values are converted as write-only arguments
// take them.
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
				inputs = append(inputs, "    "+expression+"\n    ,\n") // a heredoc ends with its line
			}
		}
		for _, nested := range body.Blocks() {
			if nested.Type() == "lifecycle" {
				nested.Body().RemoveAttribute("ignore_changes") // it names arguments of the other provider
				meta += string(nested.BuildTokens(nil).Bytes())
			} else {
				collect(nested.Body())
			}
		}
	}
	collect(body)
	return "resource \"terraform_data\" \"" + name + "\" {\n" + meta + "  input = [\n" + strings.Join(inputs, "") + "  ]\n}\n"
}

// redirect replaces references by references to the stand-ins, whose only
// attribute is id.
func redirect(text string, standIns map[string]string) string {
	for address, replacement := range standIns {
		reference := regexp.MustCompile(`([^\w.])` + regexp.QuoteMeta(address) + `\b(\[[^\]]*\])?(\.\w+)?`)
		text = reference.ReplaceAllStringFunc(text, func(found string) string {
			parts := reference.FindStringSubmatch(found)
			attribute := ""
			if parts[3] != "" {
				attribute = ".id"
			}
			return parts[1] + replacement + parts[2] + attribute
		})
	}
	return text
}
