# A day of events in a table of BigQuery, by way of a bucket.

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
  format     = "ndjson" # what BigQuery loads; an array it does not

  time_range = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

resource "fullstory_segment_export_file" "events" {
  export_id  = fullstory_segment_export.events.id
  path       = "${path.module}/events.ndjson.gz"
  decompress = false
  restore    = false
}

resource "google_storage_bucket_object" "events" {
  bucket = "acme-fullstory"
  name   = "events/2026-01-15.ndjson.gz"
  source = fullstory_segment_export_file.events.path

  lifecycle {
    replace_triggered_by = [fullstory_segment_export_file.events.sha256]
  }
}

# A load job has an id that is used once. The hash makes it another for another content, and the same for the same.
resource "google_bigquery_job" "events" {
  job_id = "fullstory-events-2026-01-15-${substr(fullstory_segment_export_file.events.sha256, 0, 12)}"

  load {
    source_uris       = ["gs://${google_storage_bucket_object.events.bucket}/${google_storage_bucket_object.events.name}"]
    source_format     = "NEWLINE_DELIMITED_JSON"
    autodetect        = true
    write_disposition = "WRITE_TRUNCATE"

    # One partition a day: loading a day again replaces it.
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
