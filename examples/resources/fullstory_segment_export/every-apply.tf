resource "fullstory_segment_export" "each" {
  segment_id = "everyone"
  type       = "individuals"

  triggers = {
    apply = uuid() # never the same
  }
}
