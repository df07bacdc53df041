# Stores a download link in a secret, for a job that downloads the file itself. Needs Terraform 1.11 or OpenTofu 1.11 for
# the write-only argument.

terraform {
  required_version = ">= 1.11"

  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

locals {
  day = { start = "2026-01-15T00:00:00Z", end = "2026-01-16T00:00:00Z" }
}

resource "fullstory_segment_export" "individuals" {
  segment_id         = "everyone"
  type               = "individuals"
  time_range         = local.day
  segment_time_range = local.day
}

# Every plan requests a link, and fails once the export has expired: then remove this block and its use, or replace the
# export.
ephemeral "fullstory_segment_export_results" "individuals" {
  # Refer to the state as well: it is unknown until the wait has ended, so that the link is requested after the wait.
  export_id = fullstory_segment_export.individuals.state == "" ? null : fullstory_segment_export.individuals.id
}

resource "aws_secretsmanager_secret" "link" {
  name = "fullstory-individuals-link"
}

resource "aws_secretsmanager_secret_version" "link" {
  secret_id                = aws_secretsmanager_secret.link.id
  secret_string_wo         = ephemeral.fullstory_segment_export_results.individuals.location
  secret_string_wo_version = 1 # increase it to store a fresh link
}
