removed {
  from = fullstory_segment_export.former

  lifecycle {
    destroy = false
  }
}
