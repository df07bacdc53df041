locals {
  fields = ["EventStart", "EventType", "UserId"]
}

resource "fullstory_segment_export" "guarded" {
  segment_id         = "everyone"
  type               = "events"
  scope              = "individuals"
  format             = "csv"
  fields             = local.fields
  time_range         = local.day # as above
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "guarded" {
  export_id = fullstory_segment_export.guarded.id
  path      = "${path.module}/data/guarded.csv"

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export contains no events."
    }
    postcondition {
      condition     = self.header == tolist(local.fields)
      error_message = "The columns of the export have changed."
    }
  }
}
