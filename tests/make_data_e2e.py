#!/usr/bin/python3
"""The committed sample data is what scripts/make-data writes, byte for byte, and is what data/README.md says."""
import csv
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("ACRIDA_SOURCE", pathlib.Path(__file__).resolve().parent.parent))
DATA = ROOT / "data"


class MakeData(unittest.TestCase):
    def test_remaking_gives_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([ROOT / "scripts" / "make-data", folder], check=True)
            for name in ("heart-disease.csv", "payload.json"):
                self.assertEqual((pathlib.Path(folder) / name).read_bytes(), (DATA / name).read_bytes(), name)

    def test_every_value_is_in_the_range_of_the_readme(self):
        ranges = re.findall(r"^\| (\w+) \|.*\| ([\d.]+)–([\d.]+) \|$", (DATA / "README.md").read_text("utf-8"), re.M)
        with open(DATA / "heart-disease.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 303)
        self.assertEqual({name for name, _, _ in ranges}, set(rows[0]))
        for name, low, high in ranges:
            for row in rows:
                self.assertTrue(float(low) <= float(row[name]) <= float(high), f"{name} {row[name]}")

    def test_the_payload_has_every_feature(self):
        with open(DATA / "heart-disease.csv", encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        self.assertEqual(list(json.loads((DATA / "payload.json").read_text("utf-8"))), header[:-1])


if __name__ == "__main__":
    unittest.main()
