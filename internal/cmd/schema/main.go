// Command schema prints the provider's schemas as "terraform providers schema
// -json" does, which the documentation is generated from. It asks the provider
// in process: a CLI would leave out what it is too old for.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/provider"
)

func main() {
	schemas, err := providerSchemas(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schemas); err != nil {
		log.Fatal(err)
	}
}

// object is a JSON object.
type object map[string]any

// providerSchemas is the whole document.
func providerSchemas(ctx context.Context) (object, error) {
	server, err := providerserver.NewProtocol6WithError(provider.New("docs")())()
	if err != nil {
		return nil, err
	}
	all, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	for _, d := range append(all.Diagnostics, identities.Diagnostics...) {
		return nil, fmt.Errorf("%s: %s", d.Summary, d.Detail)
	}
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range all.ActionSchemas {
		actions[name] = action.Schema
	}
	// The generator wants the key to be the bare name, or of HashiCorp's
	// namespace.
	return object{"format_version": "1.0", "provider_schemas": object{"fullstory": object{
		"provider":                   schema(all.Provider),
		"resource_schemas":           each(all.ResourceSchemas, schema),
		"data_source_schemas":        each(all.DataSourceSchemas, schema),
		"ephemeral_resource_schemas": each(all.EphemeralResourceSchemas, schema),
		"list_resource_schemas":      each(all.ListResourceSchemas, schema),
		"action_schemas":             each(actions, schema),
		"functions":                  each(all.Functions, function),
		"resource_identity_schemas":  each(identities.IdentitySchemas, identity),
	}}}, nil
}

func each[T any](all map[string]T, write func(T) object) object {
	written := object{}
	for name, one := range all {
		written[name] = write(one)
	}
	return written
}
