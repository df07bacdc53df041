# Two exports of the built-in segment "everyone" for one day, what happened and who was there, and their files.
#
# The environment says which FullStory this talks to: FULLSTORY_API_KEY is the key, and FULLSTORY_ENDPOINT the service, if
# it is not the default one. `make demo` sets both for a fake.

terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

provider "fullstory" {}

locals {
  # A day that is well over: data settles for up to 24 hours. The end is not part of the range.
  day = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
  format     = "csv"

  time_range         = local.day # which events
  segment_time_range = local.day # whose: those who were in the segment then
}

resource "fullstory_segment_export" "individuals" {
  segment_id = "everyone"
  type       = "individuals"
  format     = "json"

  time_range         = local.day
  segment_time_range = local.day
}

# Their files, unpacked, beside this configuration.

resource "fullstory_segment_export_file" "events" {
  export_id = fullstory_segment_export.events.id
  path      = "events.csv"
}

resource "fullstory_segment_export_file" "individuals" {
  export_id = fullstory_segment_export.individuals.id
  path      = "individuals.json"
}
