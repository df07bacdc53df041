terraform {
  required_version = ">= 1.14"

  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

variable "day" {
  description = "The day to export, as YYYY-MM-DD. Data settles for up to 24 hours."
  type        = string
}

locals {
  day = {
    start = "${var.day}T00:00:00Z"
    end   = timeadd("${var.day}T00:00:00Z", "24h")
  }
}

action "fullstory_segment_export" "day" {
  config {
    segment_id         = "everyone"
    type               = "events"
    scope              = "individuals"
    format             = "csv"
    time_range         = local.day
    segment_time_range = local.day
    output_path        = "${path.module}/events-${var.day}.csv"
  }
}

# Optional: also invoke the action in an apply, once for each new day.
resource "terraform_data" "day" {
  input = var.day

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.fullstory_segment_export.day]
    }
  }
}
