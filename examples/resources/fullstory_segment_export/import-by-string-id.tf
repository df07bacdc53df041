import {
  to = fullstory_segment_export.events
  id = "U0VBUkNIX0VYUE9SVDoxMjM0NQ=="
}
