# Two ways to use exports that were created elsewhere, such as in the app or by a script. Replace both IDs.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  day = { start = "2026-01-15T00:00:00Z", end = "2026-01-16T00:00:00Z" }
}

# Take over an export: Terraform manages it from now on. The first apply adopts the arguments below without a request.
# Write those with which the export was created.
import {
  to = fullstory_segment_export.adopted
  id = "U0VBUkNIX0VYUE9SVDoxMjM0NQ=="
}

resource "fullstory_segment_export" "adopted" {
  segment_id         = "everyone"
  type               = "individuals"
  time_range         = local.day
  segment_time_range = local.day
}

# Only read an export: nothing is managed, and a destroy leaves it alone.
data "fullstory_segment_export" "other" {
  id = "U0VBUkNIX0VYUE9SVDo2Nzg5MA=="

  lifecycle {
    postcondition {
      condition     = self.state == "COMPLETED"
      error_message = "The export is ${self.state}, so its file is not available."
    }
  }
}

resource "fullstory_segment_export_file" "other" {
  export_id = data.fullstory_segment_export.other.id
  path      = "${path.module}/other.json"

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export is empty."
    }
  }
}
