# Every segment of Ada's whose name begins with "Checkout", in upper or lower case.
data "fullstory_segments" "checkout" {
  creator    = "ada@example.com"
  name_regex = "(?i)^checkout"
}

# One export of each.
resource "fullstory_segment_export" "checkout" {
  for_each = { for segment in data.fullstory_segments.checkout.segments : segment.id => segment }

  segment_id = each.key
  type       = "individuals"
}

output "names" {
  value = data.fullstory_segments.checkout.segments[*].name
}
