output "events" {
  description = "The export of events: its operation in FullStory, where it stands, and until when its file is kept."
  value = {
    id         = fullstory_segment_export.events.id
    state      = fullstory_segment_export.events.state
    expires_at = fullstory_segment_export.events.expires_at
  }
}

output "individuals" {
  description = "The same of the export of individuals."
  value = {
    id         = fullstory_segment_export.individuals.id
    state      = fullstory_segment_export.individuals.state
    expires_at = fullstory_segment_export.individuals.expires_at
  }
}
