terraform {
  required_providers {
    fullstory = {
      source = "fullstory-community/fullstory"
    }
  }
}

# Stops before anything is exported if the key does not permit it.
data "fullstory_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = contains(["ADMIN", "ARCHITECT"], self.role)
      error_message = "The API key of ${self.email} has the role ${self.role}, which cannot export."
    }
  }
}

output "account" {
  value = data.fullstory_caller_identity.current.org_id
}
