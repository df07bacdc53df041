// Package providerdata is what the provider hands to everything it serves.
package providerdata

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
)

// Data is the configured provider.
type Data struct {
	// Client is nil while a setting it needs is unknown, which happens during
	// plan only: then nothing can be asked of FullStory, and nothing is wrong.
	Client *fullstory.Client
	// Unknown names the settings that are unknown, as users read it; empty
	// where there is a client.
	Unknown string
	// WireFormat is empty while it is unknown.
	WireFormat fullstory.WireFormat
}

// From takes the data back from the ProviderData of a Configure request. It is
// the empty Data before the provider is configured, as during validation.
func From(providerData any) (Data, diag.Diagnostics) {
	var diags diag.Diagnostics
	if providerData == nil {
		return Data{}, nil
	}
	data, ok := providerData.(Data)
	if !ok {
		diags.AddError("The provider handed over something unexpected",
			fmt.Sprintf("This is a bug in the provider, please report it. Type: %T", providerData))
	}
	return data, diags
}
