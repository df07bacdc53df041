terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

# The exports that can be downloaded now, and until when.
data "fullstory_segment_exports" "completed" {
  state = "COMPLETED"
}

output "expires_at" {
  value = { for export in data.fullstory_segment_exports.completed.exports : export.id => export.expires_at }
}
