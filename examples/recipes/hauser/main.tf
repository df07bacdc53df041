# The counterpart of hauser.toml. FULLSTORY_API_KEY is FsApiToken. A schedule replaces the service.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0" # for region in a resource
    }
  }
}

variable "start_time" {
  description = "StartTime. To change over, midnight UTC of the day that hauser has uploaded last."
  type        = string
}

locals {
  end = provider::fullstory::settled_window(plantimestamp(), "1d", "24h").end # ExportDelay

  # "1d" is ExportDuration. Until the first day has settled, there is nothing to export.
  windows = timecmp(var.start_time, local.end) < 0 ? provider::fullstory::time_windows(var.start_time, local.end, "1d") : []
  exports = { for window in local.windows : window.start => window }
}

resource "fullstory_segment_export" "events" {
  for_each = local.exports

  segment_id         = "everyone"
  type               = "events"
  scope              = "individuals"
  format             = "json" # SaveAsJson
  time_range         = each.value
  segment_time_range = {} # all time, as hauser requests it
}

resource "fullstory_segment_export_file" "events" {
  for_each = local.exports

  export_id  = fullstory_segment_export.events[each.key].id
  path       = "tmp/${formatdate("YYYYMMDD-hhmm", each.key)}.json.gz" # TmpDir
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
  for_each = local.exports

  region      = "us-east-2"
  bucket      = "acme-fullstory"
  key         = "fullstory/${formatdate("YYYYMMDD-hhmm", each.key)}.json.gz"
  source      = fullstory_segment_export_file.events[each.key].path
  source_hash = fullstory_segment_export_file.events[each.key].sha256
}
