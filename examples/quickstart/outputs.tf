output "events" {
  description = "The export of events."
  value = {
    id         = fullstory_segment_export.events.id
    state      = fullstory_segment_export.events.state
    expires_at = fullstory_segment_export.events.expires_at
    rows       = fullstory_segment_export_file.events.row_count
  }
}

output "individuals" {
  description = "The export of individuals."
  value = {
    id         = fullstory_segment_export.individuals.id
    state      = fullstory_segment_export.individuals.state
    expires_at = fullstory_segment_export.individuals.expires_at
    rows       = fullstory_segment_export_file.individuals.row_count
  }
}
