# By name: it must be the whole name, and the only segment of this name.
data "fullstory_segment" "checkout" {
  name = "Checkout abandoned"
}

resource "fullstory_segment_export" "checkout" {
  segment_id = data.fullstory_segment.checkout.id
  type       = "individuals"
}

# By id, to learn what it is.
data "fullstory_segment" "everyone" {
  id = "everyone"
}

output "name" {
  value = data.fullstory_segment.everyone.name
}
