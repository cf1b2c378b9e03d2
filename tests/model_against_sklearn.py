#!/usr/bin/python3
"""`acrida-model train` and scikit-learn must learn the same model.

Trains on every row of heart-disease.csv in $ACRIDA_SHARED/data (default: ../shared beside the checkout), with and
without holes in the table, and compares the model file with scikit-learn's own pipeline. The reference solver is
newton-cholesky: the default, lbfgs, stops 2e-4 away from the optimum. $ACRIDA_BIN is the directory of the program
(default: build/bin). Exits with 77, skipped, when scikit-learn or the data is not there.
"""
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

NUMERIC = "age trestbps chol fbs thalach exang oldpeak".split()
CATEGORICAL = "sex cp restecg ca slope thal".split()
TOLERANCE = 1e-8


def skip(why):
    print(f"SKIPPED, nothing was compared: {why}")
    sys.exit(77)


try:
    import numpy as np
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
except ImportError as missing:
    skip(f"{missing} (Debian: apt-get install python3-sklearn)")


def rows_of(path):
    """The table as floats, an empty cell as NaN, and its header."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, np.array([[float(cell) if cell else np.nan for cell in row] for row in rows])


def with_holes(path, into):
    """A copy of the table in which one feature cell in twenty is empty."""
    draw = random.Random(1)
    with open(path, encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        for column in range(len(header) - 1):
            if draw.random() < 0.05:
                row[column] = ""
    with open(into, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def sklearn_pipeline(header):
    columns = lambda names: [header.index(name) for name in names]
    steps = ColumnTransformer([
        ("numeric", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), columns(NUMERIC)),
        ("categorical", make_pipeline(SimpleImputer(strategy="constant", fill_value=0),
                                      OneHotEncoder(handle_unknown="ignore")), columns(CATEGORICAL)),
    ])
    return make_pipeline(steps, LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12, max_iter=1000))


def difference(name, ours, theirs):
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    assert ours.shape == theirs.shape, f"{name}: {ours.shape} here, {theirs.shape} in scikit-learn"
    worst = float(np.max(np.abs(ours - theirs)))
    print(f"  {name:<24} max |difference| {worst:.2e}")
    assert worst < TOLERANCE, f"{name}: {ours} here, {theirs} in scikit-learn"


def compare(program, table, folder):
    model_path = folder / "model.json"
    subprocess.run([program, "train", "--path", table, "--test-size", "0", "--model", model_path,
                    "--metrics", folder / "metrics.json"], check=True, stdout=subprocess.DEVNULL)
    model = json.loads(model_path.read_text())
    metrics = json.loads((folder / "metrics.json").read_text())
    predictions = subprocess.run([program, "predict", model_path, table], check=True, capture_output=True, text=True)
    answers = list(csv.DictReader(predictions.stdout.splitlines()))

    header, rows = rows_of(table)
    features, labels = rows[:, :-1], rows[:, -1]
    reference = sklearn_pipeline(header).fit(features, labels)
    regression = reference[-1]
    numeric, categorical = (reference[0].named_transformers_[name] for name in ("numeric", "categorical"))
    of_numeric = lambda key: [column[key] for column in model["numeric"]]

    assert [column["name"] for column in model["numeric"]] == NUMERIC
    assert [column["name"] for column in model["categorical"]] == CATEGORICAL
    for ours, theirs in zip(model["categorical"], categorical[-1].categories_):
        assert ours["categories"] == theirs.tolist(), ours["name"]
    difference("medians", of_numeric("median"), numeric[0].statistics_)
    difference("means", of_numeric("mean"), numeric[1].mean_)
    difference("scales", of_numeric("scale"), numeric[1].scale_)
    weights = of_numeric("weight") + [weight for column in model["categorical"] for weight in column["weights"]]
    difference("coefficients", weights, regression.coef_[0])
    difference("intercept", [model["intercept"]], regression.intercept_)
    difference("probabilities", [row["probability_1"] for row in answers], reference.predict_proba(features)[:, 1])
    assert [float(row["prediction"]) for row in answers] == reference.predict(features).tolist(), "predictions"
    difference("accuracy", [metrics["acc"]], [reference.score(features, labels)])
    print(f"  {len(rows)} predictions agree")


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    program = pathlib.Path(os.environ.get("ACRIDA_BIN", root / "build" / "bin")) / "acrida-model"
    shared = pathlib.Path(os.environ.get("ACRIDA_SHARED", root.parent / "shared"))
    table = shared / "data" / "heart-disease.csv"
    if not table.exists():
        skip(f"there is no {table} (ACRIDA_SHARED names the folder that holds data/)")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        print(table)
        compare(program, table, folder)
        holes = folder / "holes.csv"
        with_holes(table, holes)
        print("the same with one cell in twenty missing")
        compare(program, holes, folder)


if __name__ == "__main__":
    main()
