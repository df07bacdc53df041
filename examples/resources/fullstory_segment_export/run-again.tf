resource "fullstory_segment_export" "repeated" {
  segment_id         = "everyone"
  type               = "individuals"
  time_range         = local.day # as above
  segment_time_range = local.day

  triggers = {
    run = var.run
  }
}

variable "run" {
  description = "Increase it to export again."
  type        = number
  default     = 1
}
