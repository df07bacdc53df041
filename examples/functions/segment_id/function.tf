terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

variable "segment_url" {
  description = "URL of a segment in the FullStory app, as the browser shows it."
  type        = string
  default     = "https://app.fullstory.com/ui/19AB2C/segments/ada%40example.com%3A4241245858598272/people/0"
}

resource "fullstory_segment_export" "segment" {
  segment_id = provider::fullstory::segment_id(var.segment_url) # "ada@example.com:4241245858598272"
  type       = "individuals"
}
