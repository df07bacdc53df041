terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  # 31 windows, one for each day of January.
  january = provider::fullstory::time_windows("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "1d")

  # Calendar months. Each but the first begins a day early, to export late data again.
  months = provider::fullstory::time_windows("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z", "1mo", "1d")
}

# One export for each day. The key is the start of the day: if the range grows at its end or shrinks at its start, the
# other exports do not change.
resource "fullstory_segment_export" "events" {
  for_each = { for window in local.january : window.start => window }

  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "csv"

  time_range         = each.value
  segment_time_range = each.value
}
