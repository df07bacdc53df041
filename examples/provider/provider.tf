terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

# The API key comes from the environment variable FULLSTORY_API_KEY.
provider "fullstory" {}
