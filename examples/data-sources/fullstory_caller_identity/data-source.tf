terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

# Fails the plan if the key belongs to the wrong account, or cannot export.
data "fullstory_caller_identity" "current" {
  lifecycle {
    postcondition {
      condition     = self.org_id == var.org_id
      error_message = "The API key of ${self.email} belongs to the account ${self.org_id}."
    }
    postcondition {
      condition     = contains(["ADMIN", "ARCHITECT"], self.role)
      error_message = "The API key of ${self.email} has the role ${self.role}, which cannot export."
    }
  }
}

variable "org_id" {
  description = "ID of the account that this configuration is for."
  type        = string
}
