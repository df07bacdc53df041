# Against the fake, which the environment points the provider at: exports are submitted, complete, and have files.

run "plans_one_day" {
  command = plan

  variables {
    day = "2026-02-28"
  }

  assert {
    condition     = fullstory_segment_export.events.time_range.end == "2026-03-01T00:00:00Z"
    error_message = "The range does not end with the day."
  }
}

run "exports_and_downloads" {
  assert {
    condition     = fullstory_segment_export.events.state == "COMPLETED"
    error_message = "The export is ${fullstory_segment_export.events.state}."
  }

  assert {
    condition     = length(split("\n", trimspace(file(output.path)))) > 1
    error_message = "The file has no rows."
  }
}

run "refuses_what_is_no_day" {
  command = plan

  variables {
    day = "yesterday"
  }

  expect_failures = [var.day]
}
