# A day of events in a bucket of Google Cloud Storage.

terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
    google = {
      source = "hashicorp/google"
    }
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  format     = "ndjson"

  time_range = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

resource "fullstory_segment_export_file" "events" {
  export_id  = fullstory_segment_export.events.id
  path       = "${path.module}/events.ndjson.gz"
  decompress = false
  restore    = false # the runner's disk may be a new one each time
}

resource "google_storage_bucket_object" "events" {
  bucket       = "acme-fullstory"
  name         = "events/2026-01-15.ndjson.gz"
  source       = fullstory_segment_export_file.events.path
  content_type = "application/gzip"

  # Uploaded again when the content is another.
  lifecycle {
    replace_triggered_by = [fullstory_segment_export_file.events.sha256]
  }
}
