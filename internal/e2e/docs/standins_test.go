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
// its nested blocks.
func standIn(name string, body *hclwrite.Body) string {
	meta := ""
	for _, name := range metaArguments {
		if body.GetAttribute(name) != nil {
			meta += "  " + name + " = " + expression(body, name) + "\n"
		}
	}
	if lifecycle := body.FirstMatchingBlock("lifecycle", nil); lifecycle != nil {
		lifecycle.Body().RemoveAttribute("ignore_changes") // it names arguments of the other provider
		meta += string(lifecycle.BuildTokens(nil).Bytes())
	}
	return "resource \"terraform_data\" \"" + name + "\" {\n" + meta + "  input = [\n" + elements(body) + "  ]\n}\n"
}

var metaArguments = []string{"count", "depends_on", "for_each"}

// elements returns the expressions of a block and of its nested blocks as
// elements of a tuple; a dynamic block is a tuple of its own. Ephemeral values
// are converted as write-only arguments take them.
func elements(body *hclwrite.Body) (all string) {
	for _, name := range slices.Sorted(maps.Keys(body.Attributes())) {
		switch value := expression(body, name); {
		case slices.Contains(metaArguments, name):
		case strings.Contains(value, "ephemeral."):
			all += "    ephemeralasnull(" + value + "),\n"
		default:
			all += "    " + value + "\n    ,\n" // a heredoc ends with its line
		}
	}
	for _, nested := range body.Blocks() {
		switch nested.Type() {
		case "lifecycle":
		case "dynamic":
			content := nested.Body().FirstMatchingBlock("content", nil)
			all += "    [for " + nested.Labels()[0] + " in [for value in " + expression(nested.Body(), "for_each") + " : { value = value }] : [\n" +
				elements(content.Body()) + "    ]],\n"
		default:
			all += elements(nested.Body())
		}
	}
	return all
}

func expression(body *hclwrite.Body, name string) string {
	return strings.TrimSpace(string(body.GetAttribute(name).Expr().BuildTokens(nil).Bytes()))
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
