# One day of events in a bucket of Google Cloud Storage.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    google = {
      source = "hashicorp/google"
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
  format     = "ndjson"

  time_range         = local.day
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "events" {
  export_id  = fullstory_segment_export.events.id
  path       = "${path.module}/events.ndjson.gz"
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

resource "google_storage_bucket_object" "events" {
  bucket       = "acme-fullstory"
  name         = "events/2026-01-15.ndjson.gz"
  source       = fullstory_segment_export_file.events.path
  content_type = "application/gzip"

  # Upload again if the content changes.
  lifecycle {
    replace_triggered_by = [fullstory_segment_export_file.events.sha256]
    ignore_changes       = [detect_md5hash] # computed from the local file, which CI runners do not have
  }
}
