// Package fullstory speaks FullStory's server API as far as segment exports
// need it. It knows nothing of Terraform.
//
// The endpoints, and the permission a key needs for each:
//
//	POST /segments/v1/exports                create an export job    Architect or Admin
//	GET  /operations/v1/{id}                 look at a job           Standard
//	GET  /operations/v1                      list jobs               Standard
//	POST /operations/v1/{id}/cancel          cancel a job            Standard
//	GET  /search/v1/exports/{id}/results     ask for a signed link   Architect
//	GET  /segments/v1, /segments/v1/{id}     look segments up        Standard
//	GET  /me                                 what the key is         Standard
//
// Two descriptions of the export request exist and disagree: the published
// JSON Schema, and the vendor's HTTP reference. [WireFormat] chooses which one
// requests follow; answers of either family are understood under both.
//
// Comments mark facts as documented (by the vendor), observed (in the vendor's
// own client code) or inferred. Nothing here was checked against the live API.
package fullstory
