resource "fullstory_segment_export" "large" {
  segment_id          = "everyone"
  type                = "individuals"
  time_range          = local.day # as above
  segment_time_range  = local.day
  wait_for_completion = false
}
