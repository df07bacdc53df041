resource "fullstory_segment_export" "large" {
  segment_id          = "everyone"
  type                = "events"
  wait_for_completion = false

  time_range = {
    start = "2025-01-01T00:00:00Z"
    end   = "2026-01-01T00:00:00Z"
  }
}

output "large" {
  value = "${fullstory_segment_export.large.state}, ${fullstory_segment_export.large.estimate_pct_complete} %"
}
