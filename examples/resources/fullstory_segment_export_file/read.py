import csv
import gzip

with gzip.open("data/checkout.csv.gz", "rt", encoding="utf-8", newline="") as file:
    for event in csv.DictReader(file):
        print(int(event["UserId"]), event["EventStart"])  # float() would round the ID
