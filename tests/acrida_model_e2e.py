#!/usr/bin/python3
"""acrida-model as a person uses it: train, predict, inspect, and what it says when something is wrong."""
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("ACRIDA_SOURCE", pathlib.Path(__file__).resolve().parent.parent))
PROGRAM = pathlib.Path(os.environ.get("ACRIDA_BIN", ROOT / "build" / "bin")) / "acrida-model"
TABLE = ROOT / "data" / "heart-disease.csv"


class AcridaModel(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, *arguments, stdout=subprocess.PIPE):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, stdout=stdout, stderr=subprocess.PIPE, text=True,
                              timeout=60, check=False)

    def train(self, *arguments):
        done = self.run_program("train", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, exit_code, *arguments):
        done = self.run_program(*arguments)
        self.assertEqual(done.returncode, exit_code, done.stderr)
        return done.stderr

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def test_train_prints_and_writes_the_scores(self):
        said = self.train("--path", TABLE, "--model", "deep/er/model.json", "--metrics", "deep/metrics.json")
        metrics = json.loads((self.folder / "deep" / "metrics.json").read_text())
        self.assertEqual(list(metrics), ["elapsed", "acc", "val_acc", "roc_auc", "timestamp", "rows", "seed"])
        self.assertEqual((metrics["rows"], metrics["seed"]), (303, 42))
        for name, key in (("training accuracy", "acc"), ("validation accuracy", "val_acc"), ("ROC AUC", "roc_auc")):
            self.assertRegex(said, rf"{name} +{metrics[key]:.4f}")
            self.assertGreater(metrics[key], 0.7)

    def test_the_same_seed_gives_the_same_bytes(self):
        for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
            self.train("--path", TABLE, "--model", name, "--seed", seed)
        a, b, c = ((self.folder / name).read_bytes() for name in "abc")
        self.assertEqual(a, b)
        self.assertNotEqual(a, c)

    def test_every_row_is_trained_on_when_the_test_size_is_0(self):
        self.train("--path", TABLE, "--test-size", "0")
        metrics = json.loads((self.folder / "metrics.json").read_text())
        self.assertIsNone(metrics["val_acc"])
        self.assertGreater(metrics["roc_auc"], 0.8)

    def test_predictions_are_a_line_a_row(self):
        self.train("--path", TABLE)
        done = self.run_program("predict", "model.json", TABLE)
        answers = list(csv.DictReader(done.stdout.splitlines()))
        self.assertEqual(list(answers[0]), ["prediction", "probability_0", "probability_1"])
        self.assertEqual(len(answers), 303)
        for row in answers:
            self.assertAlmostEqual(float(row["probability_0"]) + float(row["probability_1"]), 1, places=15)
            self.assertEqual(row["prediction"], str(int(float(row["probability_1"]) > 0.5)))

    def test_a_table_of_texts_with_holes(self):
        quoted = '"no, never"'
        rows = "".join(f"{i % 7},{'red' if i % 2 else 'blue'},{quoted if i % 2 else 'yes'}\n" for i in range(40))
        self.write("rows.csv", "size,colour,answer\n" + rows)
        self.train("--path", "rows.csv", "--label", "answer", "--numeric", "size", "--categorical", "colour")
        self.write("new.csv", "colour,size\nred,1\nblue,\n,\ngreen,3\n")
        done = self.run_program("predict", "model.json", "new.csv")
        answers = list(csv.DictReader(done.stdout.splitlines()))
        self.assertEqual(list(answers[0])[1:], ["probability_no, never", "probability_yes"])
        self.assertEqual([row["prediction"] for row in answers[:2]], ["no, never", "yes"])
        self.assertEqual(len(answers), 4)

    def test_inspect_shows_what_was_learned(self):
        self.train("--path", TABLE)
        self.assertIn("thalach", self.run_program("inspect", "model.json").stdout)
        self.assertEqual(self.run_program("inspect", "--json", "model.json").stdout,
                         (self.folder / "model.json").read_text())

    def test_help_and_version(self):
        for arguments in (["--help"], ["train", "--help"], ["predict", "--help"], ["inspect", "--help"]):
            done = self.run_program(*arguments)
            self.assertEqual(done.returncode, 0)
            self.assertRegex(done.stdout, r"acrida-model (train|predict|inspect|COMMAND) ")
        self.assertRegex(self.run_program("--version").stdout, r"^acrida-model \d+\.\d+\.\d+\n$")

    def test_wrong_usage_ends_in_2(self):
        self.refused(2)
        self.refused(2, "train")
        self.refused(2, "train", "--path", TABLE, "--test-size", "2")
        self.refused(2, "train", "--path", TABLE, "--seeds", "2")
        self.assertIn("did you mean 'train'?", self.refused(2, "trains"))

    def test_the_table_is_never_overwritten(self):
        self.write("rows.csv", "x,y\n1,0\n2,1\n")
        for arguments in (["--model", "rows.csv"], ["--metrics", "./rows.csv"], ["--model", "m", "--metrics", "m"]):
            self.assertIn("two different files", self.refused(2, "train", "--path", "rows.csv", *arguments))
        self.assertEqual((self.folder / "rows.csv").read_text(), "x,y\n1,0\n2,1\n")

    def test_what_cannot_be_read_ends_in_1_with_one_sentence(self):
        self.write("rows.csv", "x,y\n1,0\n2\n")
        self.write("model.json", '{"format": "acrida-pipeline"')
        self.write("binary", "\x7fELF\0\1")
        for arguments, sentence in (
            (["train", "--path", "nowhere.csv"], "cannot read 'nowhere.csv': No such file or directory"),
            (["train", "--path", "."], "cannot read '.': it is a directory"),
            (["train", "--path", "binary"], "is not a text file"),
            (["train", "--path", "rows.csv"], "rows.csv, line 3: 1 cells under a header of 2"),
            (["train", "--path", TABLE, "--label", "targets"], "(did you mean 'target'?)"),
            (["predict", "model.json", TABLE], "'model.json' is not a model that acrida-model made"),
            (["predict", "binary", TABLE], "is not a model that acrida-model made"),
        ):
            said = self.refused(1, *arguments)
            self.assertIn(sentence, said)
            self.assertEqual(said.count("\n"), 1, said)

    def test_what_cannot_be_written_ends_in_1(self):
        said = self.refused(1, "train", "--path", TABLE, "--model", "/proc/model.json")
        self.assertIn("/proc/model.json", said)
        self.train("--path", TABLE)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.run_program("predict", "model.json", TABLE, stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)


if __name__ == "__main__":
    unittest.main()
