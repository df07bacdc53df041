# The events of one week in a table of PostgreSQL, with the types of export_columns:
#
#   terraform apply && terraform output -raw load | psql -v ON_ERROR_STOP=1 --single-transaction

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  # To add a column, append it: see the guide on delivery.
  fields = ["IndvId", "UserId", "SessionId", "PageId", "EventStart", "EventType", "EventTargetText", "PageUrl"]

  # A list is TEXT, because CSV has no lists.
  types = { string = "TEXT", int64 = "BIGINT", float64 = "DOUBLE PRECISION", bool = "BOOLEAN", timestamp = "TIMESTAMPTZ" }
  columns = [for column in provider::fullstory::export_columns("events", local.fields) :
    "\"${column.name}\" ${lookup(local.types, column.type, "TEXT")}"
  ]

  week = {
    start = "2026-01-12T00:00:00Z"
    end   = "2026-01-19T00:00:00Z"
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "csv"
  fields     = local.fields

  time_range         = local.week
  segment_time_range = local.week
}

resource "fullstory_segment_export_file" "events" {
  export_id = fullstory_segment_export.events.id
  path      = "${path.module}/events.csv"

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export is empty."
    }
  }
}

# Creates the table or adds columns to it, and replaces the rows of the week. The file says which columns it has.
output "load" {
  value = <<-SQL
    CREATE TABLE IF NOT EXISTS fullstory_events ();
    ALTER TABLE fullstory_events
      ${join(",\n  ", formatlist("ADD COLUMN IF NOT EXISTS %s", local.columns))};
    DELETE FROM fullstory_events WHERE "EventStart" >= '${local.week.start}' AND "EventStart" < '${local.week.end}';
    \copy fullstory_events (${join(", ", formatlist("\"%s\"", fullstory_segment_export_file.events.header))}) FROM '${abspath(fullstory_segment_export_file.events.path)}' (FORMAT csv, HEADER)
  SQL
}
