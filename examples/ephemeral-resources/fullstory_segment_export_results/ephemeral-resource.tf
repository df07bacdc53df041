terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  day = { start = "2026-01-15T00:00:00Z", end = "2026-01-16T00:00:00Z" }
}

resource "fullstory_segment_export" "individuals" {
  segment_id         = "everyone"
  type               = "individuals"
  time_range         = local.day
  segment_time_range = local.day
}

# Pass the link to a provider block or to a write-only argument. Every plan requests a link, and fails once the export has
# expired: then remove this block, or replace the export.
ephemeral "fullstory_segment_export_results" "individuals" {
  # Refer to the state as well: it is unknown until the wait has ended, so that the link is requested after the wait.
  export_id = fullstory_segment_export.individuals.state == "" ? null : fullstory_segment_export.individuals.id
}
