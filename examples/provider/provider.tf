terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

variable "fullstory_api_key" {
  type      = string
  sensitive = true
}

# Each argument may be left out: FULLSTORY_API_KEY and its kin in the environment take its place.
provider "fullstory" {
  api_key = var.fullstory_api_key
}
