"""Draws the curves and the confusion matrix of runs of paper.py.

    python figures.py --data DIR --runs runs/paper-five runs/paper-nhs runs/paper-nas --out results
"""

import argparse
import csv
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import fer
from evaluate import confusion, probabilities


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--runs", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    private = fer.load(args.data)["PrivateTest"]
    for run in args.runs:
        labels = fer.LABELS[run.name.removeprefix("paper-")]
        with open(run / "log.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        known = np.isin(private.fer2013, labels)
        truth = np.array([labels.index(name) for name in private.fer2013[known]])
        p = probabilities(keras.saving.load_model(run / "network.keras"), private.pictures[known])
        counts = np.array(confusion(p, truth, len(labels)))
        print(run.name, f"accuracy {100 * np.trace(counts) / counts.sum():.2f}", counts.tolist())
        draw(rows, counts, labels, args.out / f"{run.name}.png")


def draw(rows: list[dict], counts: np.ndarray, labels: list[str], path: Path) -> None:
    figure, (accuracy, loss, matrix) = plt.subplots(1, 3, figsize=(15, 4.5), layout="constrained")
    epochs = [int(row["epoch"]) for row in rows]
    for axes, name in ((accuracy, "accuracy"), (loss, "loss")):
        axes.plot(epochs, [float(row[name]) for row in rows], label="training, augmented")
        axes.plot(epochs, [float(row[f"validation_{name}"]) for row in rows], label="validation (PrivateTest)")
        axes.set(xlabel="epoch", ylabel=f"{name} in %" if name == "accuracy" else name)
        axes.legend()
    shares = counts / counts.sum(axis=1, keepdims=True)
    matrix.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    matrix.set(xticks=range(len(labels)), xticklabels=labels, yticks=range(len(labels)), yticklabels=labels,
               xlabel="predicted", ylabel="FER2013 label")
    for (row, column), count in np.ndenumerate(counts):
        color = "white" if shares[row, column] > 0.5 else "black"
        matrix.text(column, row, count, ha="center", va="center", color=color)
    figure.savefig(path, dpi=90)


if __name__ == "__main__":
    main()
