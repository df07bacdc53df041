# Without a server: the provider is mocked, and computed values are made up.

mock_provider "fullstory" {
  mock_resource "fullstory_segment_export" {
    defaults = { state = "COMPLETED" }
  }
  mock_resource "fullstory_segment_export_file" {
    defaults = { row_count = 25 }
  }
}

run "names_the_file_after_the_day" {
  variables {
    day = "2026-02-28"
  }

  assert {
    condition     = endswith(output.path, "events-2026-02-28.csv")
    error_message = "The file is ${output.path}."
  }
}
