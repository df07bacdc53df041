# The exports whose files can be downloaded now.
data "fullstory_segment_exports" "completed" {
  state = "COMPLETED"
}

output "kept_until" {
  value = { for export in data.fullstory_segment_exports.completed.exports : export.id => export.expires_at }
}
