resource "fullstory_segment_export" "large" {
  segment_id          = "everyone"
  type                = "individuals"
  wait_for_completion = false
}
