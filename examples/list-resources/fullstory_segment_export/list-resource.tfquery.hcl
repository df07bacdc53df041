# The exports that can be downloaded now.
list "fullstory_segment_export" "completed" {
  provider         = fullstory
  include_resource = true

  config {
    state = "COMPLETED"
  }
}
