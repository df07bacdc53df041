# The events of every day since first_day in S3, and a table of Athena over them, with the types of export_columns.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
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

  types = { string = "string", int64 = "bigint", float64 = "double", bool = "boolean", timestamp = "timestamp" }
  columns = [for column in provider::fullstory::export_columns("events", local.fields) : {
    name = lower(column.name) # Glue stores lowercase names; the SerDe ignores case
    type = format(startswith(column.type, "list(") ? "array<%s>" : "%s", local.types[trimsuffix(trimprefix(column.type, "list("), ")")])
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
  format     = "ndjson" # Athena's SerDe for quoted CSV reads no line breaks in values, no empty numbers and no RFC 3339 times
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

resource "aws_s3_object" "events" {
  for_each = local.days

  bucket      = "acme-fullstory"
  key         = "events/day=${each.key}/events.ndjson.gz"
  source      = fullstory_segment_export_file.events[each.key].path
  source_hash = fullstory_segment_export_file.events[each.key].sha256
}

# The database exists already. Athena computes the partitions from the parameters, so a new day needs no statement.
resource "aws_glue_catalog_table" "events" {
  database_name = "fullstory"
  name          = "events"
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL                = "TRUE"
    "projection.enabled"    = "true"
    "projection.day.type"   = "date"
    "projection.day.format" = "yyyy-MM-dd"
    "projection.day.range"  = "${var.first_day},NOW"
  }

  partition_keys {
    name = "day"
    type = "string"
  }

  storage_descriptor {
    location      = "s3://acme-fullstory/events/"
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    # The Hive SerDe: it has a parameter for the format of times, and AWS warns that results of the OpenX SerDe can vary.
    ser_de_info {
      serialization_library = "org.apache.hive.hcatalog.data.JsonSerDe"
      parameters = {
        "timestamp.formats" = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z',yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z',yyyy-MM-dd'T'HH:mm:ss'Z'"
      }
    }

    dynamic "columns" {
      for_each = local.columns

      content {
        name = columns.value.name
        type = columns.value.type
      }
    }
  }
}
