# A day of events in a bucket of Amazon S3.

terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  format     = "csv"

  time_range = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

resource "fullstory_segment_export_file" "events" {
  export_id  = fullstory_segment_export.events.id
  path       = "${path.module}/events.csv.gz"
  decompress = false
  restore    = false # the runner's disk may be a new one each time
}

resource "aws_s3_object" "events" {
  bucket = "acme-fullstory"
  key    = "events/2026-01-15.csv.gz"
  source = fullstory_segment_export_file.events.path

  # Uploaded again when the content is another, and only then.
  source_hash = fullstory_segment_export_file.events.sha256
}
