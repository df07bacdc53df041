resource "fullstory_segment_export" "nightly" {
  segment_id         = "everyone"
  type               = "individuals"
  time_range         = local.day # as above
  segment_time_range = local.day

  lifecycle {
    postcondition {
      # An EXPIRED export has completed, too.
      condition     = contains(["COMPLETED", "EXPIRED"], self.state)
      error_message = "The export is ${self.state}. Apply again to resume the wait."
    }
  }
}
