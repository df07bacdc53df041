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
  # The id, by way of the state, which is never empty, but unknown in a plan that waits for an export which an earlier
  # apply left unfinished: so the link is asked for after the wait. By the id alone that plan would fail.
  export_id = fullstory_segment_export.checkout.state == "" ? null : fullstory_segment_export.checkout.id
}
