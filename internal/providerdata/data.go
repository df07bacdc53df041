// Package providerdata is what the configured provider hands to everything it
// serves, with a type for each kind to embed, which takes it.
package providerdata

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/fullstory-community/terraform-provider-fullstory/internal/diagnose"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/fullstory"
	"github.com/fullstory-community/terraform-provider-fullstory/internal/rest"
)

// Data is the configured provider.
type Data struct {
	client *fullstory.Client
	limit  *limit
	files  *files
}

// New returns the data of a provider with a client that may create
// maxNewExports exports.
func New(client *fullstory.Client, maxNewExports int) Data {
	return Data{client, &limit{maximum: maxNewExports}, &files{}}
}

// Client returns the client. That of a provider that is not configured returns
// a [rest.NotConfiguredError] from every call.
func (d Data) Client() *fullstory.Client { return d.client }

// from returns the data from the ProviderData of a Configure request, which is
// nil before the provider is configured, as during validation.
func from(providerData any, diagnostics *diag.Diagnostics) Data {
	if data, ok := providerData.(Data); ok {
		return data
	}
	if providerData != nil {
		diagnostics.Append(diagnose.Internal(fmt.Sprintf("Unexpected provider data of type %T.", providerData)).AsError())
	}
	return New(fullstory.New(fullstory.Options{Options: rest.Options{Unusable: &rest.NotConfiguredError{Settings: "all"}}}), NoLimit)
}

// Resource is embedded by resources and list resources, and configures them.
type Resource struct{ Data }

// Configure implements [resource.ResourceWithConfigure] and
// list.ListResourceWithConfigure.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Data = from(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by data sources, and configures them.
type DataSource struct{ Data }

// Configure implements [datasource.DataSourceWithConfigure].
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Data = from(req.ProviderData, &resp.Diagnostics)
}

// EphemeralResource is embedded by ephemeral resources, and configures them.
type EphemeralResource struct{ Data }

// Configure implements [ephemeral.EphemeralResourceWithConfigure].
func (e *EphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.Data = from(req.ProviderData, &resp.Diagnostics)
}

// Action is embedded by actions, and configures them.
type Action struct{ Data }

// Configure implements [action.ActionWithConfigure].
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.Data = from(req.ProviderData, &resp.Diagnostics)
}
