# The events of every day since first_day in one table of BigQuery, with the types of export_columns.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
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
  # To add a column, append it: see the guide on delivery.
  fields = ["IndvId", "UserId", "SessionId", "PageId", "EventStart", "EventType", "EventTargetText", "PageUrl"]

  types = { string = "STRING", int64 = "INTEGER", float64 = "FLOAT", bool = "BOOLEAN", timestamp = "TIMESTAMP" }
  columns = [for column in provider::fullstory::export_columns("events", local.fields) : {
    name = column.name
    type = local.types[trimsuffix(trimprefix(column.type, "list("), ")")]
    mode = startswith(column.type, "list(") ? "REPEATED" : "NULLABLE"
  }]

  # The last day is the latest that ended at least 24 hours ago: data settles for up to 24 hours.
  start = "${var.first_day}T00:00:00Z"
  end   = provider::fullstory::settled_window(plantimestamp(), "1d", "24h").end

  # Until the first day has settled, there is nothing to export.
  windows = timecmp(local.start, local.end) < 0 ? provider::fullstory::time_windows(local.start, local.end, "1d") : []
  days    = { for window in local.windows : substr(window.start, 0, 10) => window }
}

resource "fullstory_segment_export" "events" {
  for_each = local.days

  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "ndjson" # columns by name, and lists, which CSV cannot load as REPEATED
  fields     = local.fields

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
  path       = "${path.module}/events/${each.key}.ndjson.gz"
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

resource "google_storage_bucket_object" "events" {
  for_each = local.days

  bucket = "acme-fullstory"
  name   = "events/${each.key}.ndjson.gz"
  source = fullstory_segment_export_file.events[each.key].path

  lifecycle {
    replace_triggered_by = [fullstory_segment_export_file.events[each.key].sha256]
    ignore_changes       = [detect_md5hash] # computed from the local file, which CI runners do not have
  }
}

# The dataset exists already. deletion_protection is true by default: Terraform does not delete the table.
resource "google_bigquery_table" "events" {
  project    = "acme"
  dataset_id = "fullstory"
  table_id   = "events"
  schema     = jsonencode(local.columns)

  time_partitioning {
    type  = "DAY"
    field = "EventStart"
  }
}

# The ID of a load job can be used only once. The hash creates a new job if the content changes.
resource "google_bigquery_job" "events" {
  for_each = local.days

  job_id   = "fullstory-events-${each.key}-${substr(fullstory_segment_export_file.events[each.key].sha256, 0, 12)}"
  project  = google_bigquery_table.events.project
  location = "US" # that of the dataset

  load {
    source_uris        = ["gs://${google_storage_bucket_object.events[each.key].bucket}/${google_storage_bucket_object.events[each.key].name}"]
    source_format      = "NEWLINE_DELIMITED_JSON"
    create_disposition = "CREATE_NEVER" # the job takes the schema of the table
    write_disposition  = "WRITE_TRUNCATE"

    # The partition of the day: loading a day again replaces it.
    destination_table {
      project_id = google_bigquery_table.events.project
      dataset_id = google_bigquery_table.events.dataset_id
      table_id   = format("%s$%s", google_bigquery_table.events.table_id, replace(each.key, "-", ""))
    }
  }
}
