# Exports one day of the built-in segment "everyone", as events and as individuals, and downloads both files.

terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  # Data settles for up to 24 hours: choose a day that ended before that.
  day = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z" # exclusive
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals" # all events of these users. Omit it with wire_format = "schema"
  format     = "csv"

  time_range         = local.day # which events
  segment_time_range = local.day # which users
}

resource "fullstory_segment_export" "individuals" {
  segment_id = "everyone"
  type       = "individuals"
  format     = "json"

  time_range         = local.day
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "events" {
  export_id = fullstory_segment_export.events.id
  path      = "events.csv"
}

resource "fullstory_segment_export_file" "individuals" {
  export_id = fullstory_segment_export.individuals.id
  path      = "individuals.json"
}
