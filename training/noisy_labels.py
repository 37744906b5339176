"""Draws contact sheets of the noisiest labels: the faces whose FER2013 label the ten people of FER+
contradict most unanimously. They show the data set itself, so they are not part of the project.

    python noisy_labels.py --data DIR
"""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import fer
from options import data_parser

CLASSES, ROWS, COLUMNS = ["angry", "sad"], 5, 8


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "results")
    args = parser.parse_args()
    train = fer.load(args.data)["Training"]
    if not train.votes.any():
        parser.error("the votes of FER+ are needed: put fer2013new.csv beside fer2013.csv")
    for name in CLASSES:
        at = np.flatnonzero((train.fer2013 == name) & train.is_face)
        votes = train.votes[at]
        print(summary(name, votes))
        noisiest = np.argsort(-noise(votes, name), kind="stable")[:ROWS * COLUMNS]
        draw(name, train.pictures[at[noisiest]], votes[noisiest], args.out / f"noisy-{name}.png")


def noise(votes: np.ndarray, name: str) -> np.ndarray:
    """By how much of all votes the favourite other class beats the class `name`: -1 to 1."""
    others = np.delete(votes, fer.FERPLUS.index(name), axis=1)
    return (others.max(axis=1).astype(float) - votes[:, fer.FERPLUS.index(name)]) / votes.sum(axis=1)


def summary(name: str, votes: np.ndarray) -> str:
    """How many pictures of a class the votes call what, and how few agree."""
    favourite = np.bincount(votes.argmax(axis=1), minlength=len(fer.FERPLUS)) / len(votes)
    nobody = (votes[:, fer.FERPLUS.index(name)] == 0).mean()
    parts = ", ".join(f"{fer.FERPLUS[i]} {100 * favourite[i]:.0f}%" for i in np.argsort(-favourite) if favourite[i] >= 0.01)
    return f"{name}: {len(votes)} pictures, most votes for {parts}; none of ten says {name}: {100 * nobody:.0f}%"


def draw(name: str, pictures: np.ndarray, votes: np.ndarray, path: Path) -> None:
    figure, cells = plt.subplots(ROWS, COLUMNS, figsize=(12, 9.4), layout="constrained")
    figure.suptitle(f"FER2013 says {name}; under each face the votes of FER+")
    for axes, picture, vote in zip(cells.flat, pictures, votes):
        axes.imshow(picture, cmap="gray", vmin=0, vmax=255)
        axes.set(xticks=[], yticks=[])
        given = [f"{fer.FERPLUS[i]} {vote[i]}" for i in np.argsort(-vote.astype(int), kind="stable") if vote[i]]
        axes.set_xlabel("\n".join(given[:3]), fontsize=8)
    figure.savefig(path, dpi=90)
    plt.close(figure)


if __name__ == "__main__":
    main()
