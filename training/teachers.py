"""Writes what trained networks say of the training pictures, for distillation (Hinton et al. 2015).

    python teachers.py --data DIR --out runs/taught.npy runs/first/network.keras runs/second/network.keras

The file holds the mean probabilities of the five labels, over the networks and over mirrored and shifted
pictures, for each picture of Training in order. Takes about three minutes a network on two cores.
"""

import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch
import torch.nn.functional as F

import fer
from options import data_parser
from torch_twin import to_torch

SHIFTS = [(0.0, 0.0), (0.06, 0.04), (-0.06, -0.04)]


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("networks", type=Path, nargs="+", help=".keras files of the five labels")
    args = parser.parse_args()
    models = [to_torch(keras.saving.load_model(file)).eval() for file in args.networks]
    pictures = torch.from_numpy(fer.load(args.data)["Training"].pictures).unsqueeze(1)
    with torch.no_grad():
        np.save(args.out, torch.cat([_mean_answer(models, part.float() / 255) for part in pictures.split(512)]).numpy())


def taught_targets(file: Path, labels: list[str]) -> np.ndarray:
    """The file's probabilities [n, labels]; what falls on other labels is left out and the rest scaled to 1."""
    answers = np.load(file)[:, [fer.LABELS["five"].index(name) for name in labels]]
    return answers / answers.sum(1, keepdims=True)


def _mean_answer(models, pictures):
    total, views = 0.0, 0
    for mirror in (1.0, -1.0):
        for dx, dy in SHIFTS:
            affine = torch.tensor([[[mirror, 0.0, dx], [0.0, 1.0, dy]]]).expand(len(pictures), -1, -1)
            grid = F.affine_grid(affine, list(pictures.shape), align_corners=False)
            view = F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)
            view = view.contiguous(memory_format=torch.channels_last)
            for model in models:
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    total = total + torch.softmax(model(view).float(), -1)
                views += 1
    return total / views


if __name__ == "__main__":
    main()
