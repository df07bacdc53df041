# The export goes on in FullStory, and Terraform knows no more of it.
removed {
  from = fullstory_segment_export.former

  lifecycle {
    destroy = false
  }
}
