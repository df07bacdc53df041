terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
    time = {
      source = "hashicorp/time"
    }
  }
}

# The first apply after seven days makes a new export; those before it make none.
resource "time_rotating" "week" {
  rotation_days = 7
}

resource "fullstory_segment_export" "weekly" {
  segment_id = "everyone"
  type       = "individuals"

  triggers = {
    week = time_rotating.week.id
  }
}
