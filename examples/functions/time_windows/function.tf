terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

locals {
  # 31 windows: 2026-01-01 to 2026-01-02, 2026-01-02 to 2026-01-03, and so on.
  january = provider::fullstory::time_windows("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "1d")
}

# A month of events, one export a day. Each is known by the time that its day begins: a range that grows at its end, or
# that loses days at its beginning, leaves the other exports as they are.
resource "fullstory_segment_export" "events" {
  for_each = { for window in local.january : window.start => window }

  segment_id = "everyone"
  type       = "events"
  format     = "csv"

  time_range         = each.value
  segment_time_range = each.value
}
