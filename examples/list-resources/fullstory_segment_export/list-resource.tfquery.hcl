# `terraform query` needs Terraform 1.14.

# The exports that have completed and can still be downloaded, the newest first.
list "fullstory_segment_export" "completed" {
  provider         = fullstory
  include_resource = true

  config {
    state = "COMPLETED"
  }
}
