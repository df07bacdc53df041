# A module to test: exports the events of one day and downloads them.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

variable "day" {
  description = "The day to export, as YYYY-MM-DD."
  type        = string
  default     = "2026-01-15"

  validation {
    condition     = can(regex("^\\d{4}-\\d{2}-\\d{2}$", var.day))
    error_message = "The day must be written as YYYY-MM-DD."
  }
}

locals {
  day = {
    start = "${var.day}T00:00:00Z"
    end   = timeadd("${var.day}T00:00:00Z", "24h")
  }
}

resource "fullstory_segment_export" "events" {
  segment_id         = "everyone"
  type               = "events"
  scope              = "individuals"
  format             = "csv"
  time_range         = local.day
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "events" {
  export_id = fullstory_segment_export.events.id
  path      = "${path.module}/events-${var.day}.csv"

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export is empty."
    }
  }
}

output "path" {
  value = fullstory_segment_export_file.events.path
}
