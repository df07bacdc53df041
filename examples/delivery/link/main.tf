# The link itself, in a secret that a job reads to fetch the file. Write-only arguments take it without keeping it; they
# need Terraform 1.11 or OpenTofu 1.11.

terraform {
  required_version = ">= 1.11"

  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "fullstory_segment_export" "events" {
  segment_id = "everyone"
  type       = "events"
}

ephemeral "fullstory_segment_export_results" "events" {
  # The id, by way of the state, which is never empty, but unknown in a plan that waits for an export which an earlier
  # apply left unfinished: so the link is asked for after the wait. By the id alone that plan would fail.
  export_id = fullstory_segment_export.events.state == "" ? null : fullstory_segment_export.events.id
}

resource "aws_secretsmanager_secret" "link" {
  name = "fullstory-events-link"
}

resource "aws_secretsmanager_secret_version" "link" {
  secret_id                = aws_secretsmanager_secret.link.id
  secret_string_wo         = ephemeral.fullstory_segment_export_results.events.location
  secret_string_wo_version = 1 # raise it to hand over a fresh link
}
