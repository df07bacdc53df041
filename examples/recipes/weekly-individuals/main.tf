# Everyone who was active in the latest complete week, Monday to Sunday. Apply it once a week or more often.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  # The latest week that ended at least 24 hours ago.
  week = provider::fullstory::settled_window(plantimestamp(), "1w", "24h")
}

# The first apply of a new week replaces the export. The others of the week change nothing.
resource "fullstory_segment_export" "individuals" {
  segment_id = "everyone"
  type       = "individuals"
  format     = "csv"

  time_range         = local.week
  segment_time_range = local.week

  lifecycle {
    postcondition {
      condition     = contains(["COMPLETED", "EXPIRED"], self.state)
      error_message = "The export is ${self.state}. Apply again to resume the wait."
    }
  }
}

resource "fullstory_segment_export_file" "individuals" {
  export_id = fullstory_segment_export.individuals.id
  path      = "individuals.csv"
  restore   = false # CI runners start without the file

  lifecycle {
    postcondition {
      condition     = self.row_count > 0
      error_message = "The export is empty."
    }
  }
}

output "week" {
  value = substr(local.week.start, 0, 10)
}
