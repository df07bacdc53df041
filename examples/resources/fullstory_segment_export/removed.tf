removed {
  from = fullstory_segment_export.large

  lifecycle {
    destroy = false
  }
}
