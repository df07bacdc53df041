locals {
  day = { start = "2026-01-15T00:00:00Z", end = "2026-01-16T00:00:00Z" }
}

resource "fullstory_segment_export" "pages" {
  segment_id         = "everyone"
  type               = "events"
  scope              = "individuals"
  format             = "csv"
  fields             = ["PageUrl"]
  time_range         = local.day
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "pages" {
  export_id = fullstory_segment_export.pages.id
  path      = "${path.module}/data/pages.csv"
}

output "visited_pages" {
  value = toset(csvdecode(file(fullstory_segment_export_file.pages.local_path))[*].PageUrl)
}
