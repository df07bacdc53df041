# One export, its file, and checks of what arrived.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  # Fixed columns. The first four identify an event: use them to remove duplicates.
  fields = ["UserId", "SessionId", "PageId", "EventStart", "EventType", "EventTargetText", "PageUrl"]

  week = {
    start = "2026-01-12T00:00:00Z"
    end   = "2026-01-19T00:00:00Z"
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "csv"
  fields     = local.fields

  time_range         = local.week
  segment_time_range = local.week

  lifecycle {
    postcondition {
      condition     = contains(["COMPLETED", "EXPIRED"], self.state)
      error_message = "The export is ${self.state}. Apply again to resume the wait."
    }
  }
}

resource "fullstory_segment_export_file" "events" {
  export_id = fullstory_segment_export.events.id
  path      = "${path.module}/events.csv"

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export is empty."
    }
    postcondition {
      condition     = self.header == tolist(local.fields)
      error_message = "The columns are ${join(", ", self.header)}."
    }
  }
}
