# The events of the year so far, a file for each day.

terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

variable "until" {
  description = "The first day that is not exported, as YYYY-MM-DD. Data settles for up to 24 hours: the day before yesterday is complete."
  type        = string
  default     = "2026-01-08"
}

locals {
  windows = provider::fullstory::time_windows("2026-01-01T00:00:00Z", "${var.until}T00:00:00Z", "1d")

  # By the day, as the key of each export and the name of each file.
  days = { for window in local.windows : substr(window.start, 0, 10) => window }
}

resource "fullstory_segment_export" "events" {
  for_each = local.days

  segment_id = "everyone"
  type       = "events"
  format     = "csv"
  fields     = ["evt_*", "user_email_str"] # so that all files have the same columns

  time_range         = each.value
  segment_time_range = each.value
}

resource "fullstory_segment_export_file" "events" {
  for_each = local.days

  export_id = fullstory_segment_export.events[each.key].id
  path      = "${path.module}/events/${each.key}.csv"
}
