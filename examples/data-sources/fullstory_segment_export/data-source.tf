terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

data "fullstory_segment_export" "monthly" {
  id = "U0VBUkNIX0VYUE9SVDoxMjM0NQ=="

  lifecycle {
    postcondition {
      condition     = self.state == "COMPLETED"
      error_message = "The export is ${self.state}, so its file is not available."
    }
  }
}

resource "fullstory_segment_export_file" "monthly" {
  export_id = data.fullstory_segment_export.monthly.id
  path      = "${path.module}/monthly.csv"
}
