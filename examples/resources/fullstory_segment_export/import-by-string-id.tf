import {
  to = fullstory_segment_export.checkout
  id = "U0VBUkNIX0VYUE9SVDoxMjM0NQ=="
}
