resource "fullstory_segment_export" "nightly" {
  segment_id = "everyone"
  type       = "individuals"

  timeouts = {
    create = "30m"
  }

  lifecycle {
    postcondition {
      condition     = self.state == "COMPLETED"
      error_message = "The export is ${self.state}. It is kept: apply again to wait for the rest."
    }
  }
}
