# Against the fake: exports are submitted, complete, and have files.

run "exports_and_downloads" {
  assert {
    condition     = fullstory_segment_export.events.state == "COMPLETED"
    error_message = "The export is ${fullstory_segment_export.events.state}."
  }

  assert {
    condition     = fullstory_segment_export_file.events.row_count > 0
    error_message = "The file has no rows."
  }
}

run "rejects_an_invalid_day" {
  command = plan

  variables {
    day = "yesterday"
  }

  expect_failures = [var.day]
}
