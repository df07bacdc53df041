resource "terraform_data" "report" {
  triggers_replace = fullstory_segment_export_file.checkout.sha256

  provisioner "local-exec" {
    command = "echo \"$ROWS rows in $FILE\" > report.txt"
    environment = {
      FILE = fullstory_segment_export_file.checkout.local_path
      ROWS = fullstory_segment_export_file.checkout.row_count
    }
  }
}
