resource "fullstory_segment_export" "nightly" {
  segment_id = "everyone"
  type       = "individuals"

  timeouts = {
    create = "30m"
  }

  lifecycle {
    postcondition {
      # EXPIRED was COMPLETED once: without it, every plan fails when the file has gone.
      condition     = contains(["COMPLETED", "EXPIRED"], self.state)
      error_message = "The export is ${self.state}. It is kept: apply again to wait for the rest."
    }
  }
}
