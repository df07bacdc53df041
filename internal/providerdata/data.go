// Package providerdata is what the configured provider hands to everything it
// serves, with a type for each kind to embed, which takes it.
package providerdata

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

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
func from(providerData any) Data {
	if data, ok := providerData.(Data); ok {
		return data
	}
	return New(fullstory.New(fullstory.Options{Options: rest.Options{Unusable: &rest.NotConfiguredError{Settings: "all"}}}), NoLimit)
}

// Resource is embedded by resources and list resources, and configures them.
type Resource struct{ Data }

// Configure implements [resource.ResourceWithConfigure] and
// list.ListResourceWithConfigure.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.Data = from(req.ProviderData)
}

// DataSource is embedded by data sources, and configures them.
type DataSource struct{ Data }

// Configure implements [datasource.DataSourceWithConfigure].
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.Data = from(req.ProviderData)
}

// EphemeralResource is embedded by ephemeral resources, and configures them.
type EphemeralResource struct{ Data }

// Configure implements [ephemeral.EphemeralResourceWithConfigure].
func (e *EphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	e.Data = from(req.ProviderData)
}

// Action is embedded by actions, and configures them.
type Action struct{ Data }

// Configure implements [action.ActionWithConfigure].
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse) {
	a.Data = from(req.ProviderData)
}
