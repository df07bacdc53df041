package examples_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// foreignProviders are those that snippets use beside ours, each with the
// reason why their blocks are formatted and no more. The rest of such a snippet
// is planned, where it can do without them.
var foreignProviders = map[string]string{
	"aws":    "hashicorp/aws comes from a registry, and plans with an account",
	"google": "hashicorp/google comes from a registry, and plans with an account",
}

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

var (
	topLevel    = regexp.MustCompile(`(?ms)^\w[^\n]*\{\n.*?^\}\n|^\w[^\n]*\}\n`)
	requirement = regexp.MustCompile(`(?m)^    (\w+) = \{[^}]*\}\n`)
)

// withoutForeign takes the blocks of other providers out of a text.
func withoutForeign(text string) string {
	text = topLevel.ReplaceAllStringFunc(text, func(block string) string {
		if len(foreign(block)) > 0 {
			return ""
		}
		return block
	})
	return requirement.ReplaceAllStringFunc(text, func(entry string) string {
		if name, _, _ := strings.Cut(strings.TrimSpace(entry), " "); name != "fullstory" {
			return ""
		}
		return entry
	})
}

// standsAlone tells whether something of ours is left without the blocks of
// other providers, and does not refer to them.
func standsAlone(text string) bool {
	rest := withoutForeign(text)
	left := declared(rest)
	for _, address := range declared(text) {
		if !slices.Contains(left, address) && mentions(rest, address) {
			return false
		}
	}
	return slices.ContainsFunc(left, func(address string) bool { return strings.Contains(address, "fullstory_") })
}
