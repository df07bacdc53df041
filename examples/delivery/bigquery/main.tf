# One day of events in a table of BigQuery, loaded from a bucket.

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
  format     = "ndjson" # BigQuery cannot load a JSON array

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
  bucket = "acme-fullstory"
  name   = "events/2026-01-15.ndjson.gz"
  source = fullstory_segment_export_file.events.path

  lifecycle {
    replace_triggered_by = [fullstory_segment_export_file.events.sha256]
    ignore_changes       = [detect_md5hash] # computed from the local file, which CI runners do not have
  }
}

# The ID of a load job can be used only once. The hash creates a new job if the content changes.
resource "google_bigquery_job" "events" {
  job_id = "fullstory-events-2026-01-15-${substr(fullstory_segment_export_file.events.sha256, 0, 12)}"

  load {
    source_uris       = ["gs://${google_storage_bucket_object.events.bucket}/${google_storage_bucket_object.events.name}"]
    source_format     = "NEWLINE_DELIMITED_JSON"
    autodetect        = true
    write_disposition = "WRITE_TRUNCATE"

    # One partition for each day: loading a day again replaces it.
    destination_table {
      project_id = "acme"
      dataset_id = "fullstory"
      table_id   = "events$20260115"
    }

    time_partitioning {
      type = "DAY"
    }
  }
}
