resource "fullstory_segment_export" "people" {
  segment_id = "everyone"
  type       = "individuals"
}

# Begins when the other has completed, although it takes nothing of it.
resource "fullstory_segment_export" "actions" {
  segment_id = "everyone"
  type       = "events"

  depends_on = [fullstory_segment_export.people]
}

# Begins when its export has completed, since it refers to it, and is done again with each new one.
resource "fullstory_segment_export_file" "people" {
  export_id = fullstory_segment_export.people.id
  path      = "${path.module}/people.json"
}
