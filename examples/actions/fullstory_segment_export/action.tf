# Actions need Terraform 1.14.

terraform {
  required_version = ">= 1.14"

  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

variable "day" {
  description = "The day to export, as YYYY-MM-DD. Its data has settled a day later."
  type        = string
}

action "fullstory_segment_export" "day" {
  config {
    segment_id  = "everyone"
    type        = "events"
    format      = "csv"
    output_path = "${path.module}/events-${var.day}.csv"

    time_range = {
      start = "${var.day}T00:00:00Z"
      end   = timeadd("${var.day}T00:00:00Z", "24h")
    }

    timeouts = {
      invoke = "90m"
    }
  }
}

# Invoked by itself, with `-invoke=action.fullstory_segment_export.day`, or by a resource: here once for each new day.
resource "terraform_data" "day" {
  input = var.day

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.fullstory_segment_export.day]
    }
  }
}
