# An export that was made elsewhere, by the id of its operation.
data "fullstory_segment_export" "monthly" {
  id = "U0VBUkNIX0VYUE9SVDoxMjM0NQ=="

  lifecycle {
    postcondition {
      condition     = self.state == "COMPLETED"
      error_message = "The monthly export is ${self.state}, and its file is not to be had."
    }
  }
}

output "expires_at" {
  value = data.fullstory_segment_export.monthly.expires_at
}
