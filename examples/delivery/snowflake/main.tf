# One day of events in a table of Snowflake, loaded from a bucket that a stage reads.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    aws = {
      source = "hashicorp/aws"
    }
    snowflake = {
      source = "snowflakedb/snowflake"
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

resource "aws_s3_object" "events" {
  bucket      = "acme-fullstory"
  key         = "events/2026-01-15.ndjson.gz"
  source      = fullstory_segment_export_file.events.path
  source_hash = fullstory_segment_export_file.events.sha256
}

# The stage reads the bucket. The table has one column of the type VARIANT. Both exist already.
resource "snowflake_execute" "events" {
  execute = <<-SQL
    COPY INTO ANALYTICS.FULLSTORY.EVENTS
    FROM @ANALYTICS.FULLSTORY.EXPORTS
    FILES = ('${aws_s3_object.events.key}')
    FILE_FORMAT = (TYPE = JSON)
    -- ${fullstory_segment_export_file.events.sha256} (runs the statement again if the content changes)
  SQL

  revert = "SELECT 1" # keep what was loaded
}
