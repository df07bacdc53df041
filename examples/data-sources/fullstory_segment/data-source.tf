terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

# By name: case-sensitive, and only one segment may have it.
data "fullstory_segment" "checkout" {
  name = "Checkout abandoned"
}

# By ID.
data "fullstory_segment" "everyone" {
  id = "everyone"
}

resource "fullstory_segment_export" "checkout" {
  segment_id = data.fullstory_segment.checkout.id
  type       = "individuals"
}
