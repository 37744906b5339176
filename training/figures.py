"""Draws every picture of `results/`: the curves and confusion matrix of runs of paper.py, and how well
the confidences of the shipped models match their hit rates.

    python figures.py --data DIR --runs runs/paper-five runs/paper-nhs runs/paper-nas
"""

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
from calibration import calibration_error, reliability, tempered
from evaluate import confusion, probabilities
from options import data_parser
from shipped import load_shipped

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--runs", type=Path, nargs="*", default=[], help="runs of paper.py, named as by the README")
    parser.add_argument("--out", type=Path, default=HERE / "results")
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
        draw_run(rows, counts, labels, args.out / f"{run.name}.png")
    for model in ("five", "seven", "nhs", "nas"):
        network, card = load_shipped(HERE.parent / "models" / model)
        p, truth = probabilities(network, private.pictures), fer.best_truth(private, card["labels"])
        print(model, "expected calibration error",
              f"{calibration_error(p, truth):.4f}, at temperature {card['temperature']}",
              f"{calibration_error(tempered(p, card['temperature']), truth):.4f},",
              f"in the card {card['accuracy']['calibration_error']}")
        draw_reliability(p, truth, card["temperature"], args.out / f"reliability-{model}.png")


def draw_run(rows: list[dict], counts: np.ndarray, labels: list[str], path: Path) -> None:
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
    plt.close(figure)


def draw_reliability(p: np.ndarray, truth: np.ndarray, temperature: float, path: Path) -> None:
    figure, panels = plt.subplots(
        2, 2, figsize=(9, 5.8), sharex=True, sharey="row", height_ratios=(4, 1), layout="constrained"
    )
    answers = {"temperature 1": p, f"temperature {temperature}": tempered(p, temperature)}
    for (upper, lower), (title, q) in zip(panels.T, answers.items()):
        share, confidence, hits = reliability(q, truth)
        filled, width = share > 0, 1 / len(share)
        left = np.arange(len(share)) * width
        upper.bar(left[filled], hits[filled], width, align="edge", color="tab:blue", edgecolor="white")
        upper.plot(confidence[filled], hits[filled], "ko", markersize=3.5, label="a bin's mean confidence and hit rate")
        upper.plot([0, 1], [0, 1], "--", color="grey", linewidth=1, label="where both agree")
        upper.set(title=f"{title}: calibration error {calibration_error(q, truth):.3f}", xlim=(0, 1), ylim=(0, 1))
        lower.bar(left, 100 * share, width, align="edge", color="lightgrey", edgecolor="white")
        lower.set(xlabel="confidence")
    panels[0, 0].set(ylabel="hit rate by FER+ majority")
    panels[1, 0].set(ylabel="pictures in %")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    figure.savefig(path, dpi=90)
    plt.close(figure)


if __name__ == "__main__":
    main()
