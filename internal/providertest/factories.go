// Package providertest runs the provider under a Terraform CLI against the
// fake FullStory of package fullstorytest. Only tests import it.
package providertest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstorytest"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
)

// Factories serves the provider in process to terraform-plugin-testing.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"fullstory": func() (tfprotov6.ProviderServer, error) { return provider.NewServer("test"), nil },
	}
}

// Config returns a configuration whose provider block points at a fake and has
// the extra lines.
func Config(server *fullstorytest.Server, body string, extra ...string) string {
	return fmt.Sprintf("provider \"fullstory\" {\n  endpoint = %q\n  api_key = %q\n  %s\n}\n%s\n",
		server.URL(), fullstorytest.APIKey, strings.Join(extra, "\n  "), body)
}

// Message matches texts, in this order, in the output of a CLI, which wraps
// lines. NN in a text is any number.
func Message(texts ...string) *regexp.Regexp {
	patterns := make([]string, len(texts))
	for i, text := range texts {
		words := strings.Fields(text)
		for j, word := range words {
			words[j] = strings.ReplaceAll(regexp.QuoteMeta(word), "NN", `\d+`)
		}
		patterns[i] = strings.Join(words, `\s+`)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, `.*`))
}
