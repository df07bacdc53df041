resource "fullstory_segment_export" "monthly" {
  segment_id = "everyone"
  type       = "individuals"

  triggers = {
    month = var.month
  }
}

variable "month" {
  type    = string
  default = "2026-01"
}
