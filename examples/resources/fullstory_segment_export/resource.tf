terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

locals {
  day = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

# One day of the events of everyone who was in the segment on that day.
resource "fullstory_segment_export" "checkout" {
  segment_id = "ada@example.com:4241245858598272"
  type       = "events"
  format     = "csv"

  time_range         = local.day
  segment_time_range = local.day

  timeouts = {
    create = "90m"
  }
}
