terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  # The latest day, midnight to midnight UTC, that ended at least 24 hours ago.
  settled_day = provider::fullstory::settled_window(plantimestamp(), "1d", "24h")
}

# The first apply of each day replaces the export with one for the next day. Later ones change nothing.
resource "fullstory_segment_export" "daily" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"

  time_range         = local.settled_day
  segment_time_range = local.settled_day
}
