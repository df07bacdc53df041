# The events of every day since first_day in one table of Snowflake, with the types of export_columns.

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
    snowflake = {
      source  = "snowflakedb/snowflake"
      version = "~> 2.20"
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

  types = { string = "VARCHAR", int64 = "NUMBER(19, 0)", float64 = "FLOAT", bool = "BOOLEAN", timestamp = "TIMESTAMP_TZ" }
  columns = [for column in provider::fullstory::export_columns("events", local.fields) :
    "\"${upper(column.name)}\" ${lookup(local.types, column.type, "ARRAY")}"
  ]

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
  format     = "ndjson" # also has lists. CSV would need PARSE_HEADER = TRUE
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

# A statement, because snowflake_table is a preview feature. It creates the table, adds a column when a name is appended to
# fields, and drops a column when its name is removed.
resource "snowflake_execute" "table" {
  execute = <<-SQL
    CREATE OR ALTER TABLE ANALYTICS.FULLSTORY.EVENTS (
      ${join(",\n  ", local.columns)}
    )
  SQL

  revert = "SELECT 1" # keep the table
}

# The stage reads the bucket, and exists already. Loading a day again replaces it.
resource "snowflake_execute" "events" {
  for_each = local.days

  execute = <<-SQL
    EXECUTE IMMEDIATE $$
    BEGIN
      DELETE FROM ANALYTICS.FULLSTORY.EVENTS WHERE EVENTSTART >= '${each.value.start}' AND EVENTSTART < '${each.value.end}';
      COPY INTO ANALYTICS.FULLSTORY.EVENTS
        FROM @ANALYTICS.FULLSTORY.EXPORTS
        FILES = ('${aws_s3_object.events[each.key].key}')
        FILE_FORMAT = (TYPE = JSON)
        MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE
        FORCE = TRUE; -- ${fullstory_segment_export_file.events[each.key].sha256} (runs again if the content changes)
    END;
    $$
  SQL

  revert = "SELECT 1" # keep what was loaded

  depends_on = [snowflake_execute.table]
}
