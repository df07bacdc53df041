variable "month" {
  description = "Raise it to export the segment as it is then."
  type        = string
  default     = "2026-01"
}

resource "fullstory_segment_export" "monthly" {
  segment_id = "everyone"
  type       = "individuals"

  triggers = {
    month = var.month
  }
}
