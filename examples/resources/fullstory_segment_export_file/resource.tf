terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  day = {
    start = "2026-01-15T00:00:00Z"
    end   = "2026-01-16T00:00:00Z"
  }
}

resource "fullstory_segment_export" "checkout" {
  segment_id = "everyone"
  type       = "events"
  scope      = "individuals"
  format     = "csv"

  time_range         = local.day
  segment_time_range = local.day
}

# Unpacked, for a program that reads CSV.
resource "fullstory_segment_export_file" "checkout" {
  export_id = fullstory_segment_export.checkout.id
  path      = "${path.module}/data/checkout.csv"
}

# Packed, as FullStory stores it, for a warehouse that loads gzip.
resource "fullstory_segment_export_file" "checkout_packed" {
  export_id  = fullstory_segment_export.checkout.id
  path       = "${path.module}/data/checkout.csv.gz"
  decompress = false
}
