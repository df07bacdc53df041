# The events of the latest calendar month that ended at least two days ago. Each new month replaces the export and
# deletes the previous file.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  month = provider::fullstory::settled_window(plantimestamp(), "1mo", "48h")
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "ndjson"

  time_range         = local.month
  segment_time_range = local.month
}

resource "fullstory_segment_export_file" "events" {
  export_id = fullstory_segment_export.events.id
  path      = "${path.module}/events-${substr(local.month.start, 0, 7)}.ndjson"

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export of ${substr(local.month.start, 0, 7)} is empty."
    }
  }
}
