// Package providerdata is what the configured provider hands to everything it
// serves.
package providerdata

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Data is the configured provider. The zero Data is a provider that is not
// configured.
type Data struct{ client *fullstory.Client }

// New returns the data of a provider with a client; nil means that it is not
// configured.
func New(client *fullstory.Client) Data { return Data{client} }

// Client returns the client, which is never nil: that of a provider that is not
// configured returns a [fullstory.NotConfiguredError] from every call.
func (d Data) Client() *fullstory.Client {
	if d.client == nil {
		return fullstory.Unconfigured("all", "")
	}
	return d.client
}

// From returns the data from the ProviderData of a Configure request. It is the
// zero Data before the provider is configured, as during validation.
func From(providerData any) (Data, diag.Diagnostics) {
	if providerData == nil {
		return Data{}, nil
	}
	data, ok := providerData.(Data)
	if !ok {
		return Data{}, diag.Diagnostics{diagnose.Internal(fmt.Sprintf("Unexpected provider data of type %T.", providerData)).AsError()}
	}
	return data, nil
}
