terraform {
  required_providers {
    fullstory = {
      source  = "fullstory-community/fullstory"
      version = "~> 0.1"
    }
  }
}

locals {
  fields = ["UserId", "SessionId", "PageId", "EventStart", "EventType", "PageUrl", "user_plan_str", "evt_total_real"]
  types  = { string = "VARCHAR", int64 = "BIGINT", float64 = "DOUBLE PRECISION", bool = "BOOLEAN", timestamp = "TIMESTAMPTZ" }
}

# The columns of a PostgreSQL table for an export with these fields. The guide on delivery has recipes for BigQuery, Athena,
# Snowflake and PostgreSQL.
output "create_table" {
  value = join(",\n", [
    for column in provider::fullstory::export_columns("events", local.fields) : "\"${column.name}\" ${local.types[column.type]}"
  ])
}
