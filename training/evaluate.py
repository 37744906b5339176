"""Accuracy and recalls of a network on one split, by FER2013 labels and, where known, the FER+ majority.

    python evaluate.py --data DIR --models ../models/five ../models/seven ../models/nhs ../models/nas

measures shipped models on PublicTest and PrivateTest, or `.keras` files of five or seven labels as they
were trained; what is in the cards is by `finish.py`.
"""

import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy as np
import torch

import fer
from options import data_parser
from shipped import load_network
from torch_twin import to_torch


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--mirror", action="store_true", help="take the log-average with the mirror images' answers")
    args = parser.parse_args()
    splits = fer.load(args.data)
    for model in args.models:
        network, labels = load_network(model)
        for name in ("PublicTest", "PrivateTest"):
            pictures = splits[name].pictures
            p = probabilities(network, pictures)
            if args.mirror:
                p = np.sqrt(p * probabilities(network, np.ascontiguousarray(pictures[:, :, ::-1])))
            result = scores(p, splits[name], labels)
            print(model.name, name, *(f"{key}={value}" for key, value in result.items()))


def probabilities(network, pictures: np.ndarray, batch: int = 512) -> np.ndarray:
    """Probabilities [n, labels] of a Keras network for uint8 pictures [n, 48, 48], in float32."""
    twin = to_torch(network).eval()
    parts = []
    with torch.no_grad():
        for at in range(0, len(pictures), batch):
            x = torch.from_numpy(pictures[at:at + batch]).unsqueeze(1).float() / 255
            parts.append(torch.softmax(twin(x.contiguous(memory_format=torch.channels_last)), -1).numpy())
    return np.concatenate(parts)


def recalls(predicted: np.ndarray, truth: np.ndarray, classes: int) -> np.ndarray:
    return np.array([(predicted[truth == c] == c).mean() for c in range(classes)])


def scores(p: np.ndarray, split: fer.Split, labels: list[str]) -> dict:
    """Accuracy, macro recall and worst recall by each label set, in percent."""
    result = {}
    for name, truth in fer.truths(split, labels).items():
        known = truth >= 0
        predicted = p[known].argmax(1)
        by_class = recalls(predicted, truth[known], len(labels))
        result |= {
            f"{name}_accuracy": round(100 * float((predicted == truth[known]).mean()), 2),
            f"{name}_macro": round(100 * float(by_class.mean()), 2),
            f"{name}_worst": round(100 * float(by_class.min()), 2),
        }
    return result


def confusion(p: np.ndarray, truth: np.ndarray, classes: int) -> list[list[int]]:
    """Counts by truth (rows) and prediction; pictures whose truth is -1 are left out."""
    counts = np.zeros((classes, classes), int)
    known = truth >= 0
    np.add.at(counts, (truth[known], p[known].argmax(axis=1)), 1)
    return counts.tolist()


if __name__ == "__main__":
    main()
