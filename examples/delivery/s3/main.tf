# One day of events in a bucket of Amazon S3.

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

locals {
  day = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "csv"

  time_range         = local.day
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "events" {
  export_id  = fullstory_segment_export.events.id
  path       = "${path.module}/events.csv.gz"
  decompress = false

  # CI runners start without the file. For three days, each run downloads it again: that repairs a failed upload.
  restore = try(timecmp(plantimestamp(), timeadd(fullstory_segment_export.events.created_at, "72h")) < 0, false)

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export is empty."
    }
  }
}

resource "aws_s3_object" "events" {
  bucket = "acme-fullstory"
  key    = "events/2026-01-15.csv.gz"
  source = fullstory_segment_export_file.events.path

  # Upload again only if the content changes.
  source_hash = fullstory_segment_export_file.events.sha256
}
