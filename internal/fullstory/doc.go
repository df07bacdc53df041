// Package fullstory is a client for the part of FullStory's server API that
// segment exports need. It is independent of Terraform.
//
// The endpoints, and the permission that the API key needs for each:
//
//	POST /segments/v1/exports                create an export job       Architect or Admin
//	GET  /operations/v1/{id}                 read a job                 Standard
//	GET  /operations/v1                      list jobs                  Standard
//	POST /operations/v1/{id}/cancel          cancel a job               Standard
//	GET  /search/v1/exports/{id}/results     get a signed link          Architect
//	GET  /segments/v1, /segments/v1/{id}     read segments              Standard
//	GET  /me                                 read the key's owner       Standard
//
// Two descriptions of the export request exist, and they disagree: the
// published JSON Schema and the vendor's HTTP reference. [WireFormat] selects
// the one that requests follow. Responses of either are read under both.
//
// Comments mark facts as documented (by the vendor), observed (in the vendor's
// own client code) or inferred. Nothing was checked against the live API.
package fullstory
