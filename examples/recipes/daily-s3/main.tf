# The events of every day since first_day, as one gzip file for each day in an S3 bucket.
#
# Apply it every night: it exports and uploads the days that are new, and leaves the others alone.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "first_day" {
  description = "The first day to export, as YYYY-MM-DD."
  type        = string

  validation {
    condition     = try(timecmp("${var.first_day}T00:00:00Z", plantimestamp()) <= 0, false)
    error_message = "The first day must be a date, written as YYYY-MM-DD, that is not in the future."
  }
}

locals {
  # The last day is the latest that ended at least 24 hours ago: data settles for up to 24 hours.
  start = "${var.first_day}T00:00:00Z"
  end   = provider::fullstory::settled_window(plantimestamp(), "1d", "24h").end

  # Until the first day has settled, there is nothing to export.
  windows = timecmp(local.start, local.end) < 0 ? provider::fullstory::time_windows(local.start, local.end, "1d") : []

  # The day is the key of each export and part of the name of each file.
  days = { for window in local.windows : substr(window.start, 0, 10) => window }
}

resource "fullstory_segment_export" "events" {
  for_each = local.days

  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "csv"

  # The same columns in every file. The first four identify an event.
  fields = ["UserId", "SessionId", "PageId", "EventStart", "EventType", "EventTargetText", "PageUrl"]

  time_range         = each.value
  segment_time_range = each.value

  # A new column is exported from the next day on. Without this, it would export every day again.
  lifecycle {
    ignore_changes = [fields]
  }
}

resource "fullstory_segment_export_file" "events" {
  for_each = local.days

  export_id  = fullstory_segment_export.events[each.key].id
  path       = "${path.module}/events/${each.key}.csv.gz"
  decompress = false

  # CI runners start without the file. For three days, each run downloads it again: that repairs a failed upload.
  restore = try(timecmp(plantimestamp(), timeadd(fullstory_segment_export.events[each.key].created_at, "72h")) < 0, false)

  # An empty day fails this run and later ones. Remove this if such days are normal.
  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export of ${each.key} is empty."
    }
  }
}

resource "aws_s3_object" "events" {
  for_each = local.days

  bucket      = "acme-fullstory"
  key         = "events/day=${each.key}/events.csv.gz"
  source      = fullstory_segment_export_file.events[each.key].path
  source_hash = fullstory_segment_export_file.events[each.key].sha256
}
