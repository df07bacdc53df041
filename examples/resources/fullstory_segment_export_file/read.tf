resource "fullstory_segment_export" "pages" {
  segment_id         = "everyone"
  type               = "events"
  scope              = "individuals"
  format             = "csv"
  fields             = ["PageUrl"]
  time_range         = local.day # as above
  segment_time_range = local.day
}

resource "fullstory_segment_export_file" "pages" {
  export_id = fullstory_segment_export.pages.id
  path      = "${path.module}/data/pages.csv"
}

output "visited_pages" {
  value = toset(csvdecode(file(fullstory_segment_export_file.pages.local_path))[*].PageUrl)
}
