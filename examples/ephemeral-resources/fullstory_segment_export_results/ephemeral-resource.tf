terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

resource "fullstory_segment_export" "checkout" {
  segment_id = "everyone"
  type       = "events"
}

# A link of a few minutes, for this plan or apply alone. Hand it to a provider's block, or to a write-only argument.
ephemeral "fullstory_segment_export_results" "checkout" {
  export_id = fullstory_segment_export.checkout.id
}
