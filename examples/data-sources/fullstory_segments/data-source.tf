terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

# The segments created by Ada with names that begin with "Checkout" in any case.
data "fullstory_segments" "checkout" {
  creator    = "ada@example.com"
  name_regex = "(?i)^checkout"
}

# One export for each of them.
resource "fullstory_segment_export" "checkout" {
  for_each = { for segment in data.fullstory_segments.checkout.segments : segment.id => segment }

  segment_id = each.key
  type       = "individuals"
}

# One file for each, with the segment in its path. The ID stays the same when the segment is renamed. If a segment no
# longer matches, its file is deleted.
resource "fullstory_segment_export_file" "checkout" {
  for_each = fullstory_segment_export.checkout

  export_id = each.value.id
  path      = "${path.module}/segments/${each.key}.json"
}
