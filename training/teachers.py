"""What trained networks say of the training pictures, for distillation (Hinton et al. 2015)."""

from pathlib import Path

import keras
import torch
import torch.nn.functional as F

import fer
from torch_twin import to_torch

SHIFTS = [(0.0, 0.0), (0.06, 0.0), (-0.06, 0.0), (0.0, 0.06), (0.0, -0.06)]


@torch.no_grad()
def taught_targets(files: list[Path], pictures: torch.Tensor, labels: list[str]) -> torch.Tensor:
    """Mean probabilities [n, labels] of five-label networks for [n, 1, 48, 48] bytes, mirrored and shifted.

    What the teachers give to other labels is left out and the rest scaled to sum to 1.
    """
    models = [to_torch(keras.saving.load_model(file)).eval() for file in files]
    parts = [_mean_answer(models, part.float() / 255) for part in pictures.split(512)]
    answers = torch.cat(parts)[:, [fer.LABELS["five"].index(name) for name in labels]]
    return answers / answers.sum(1, keepdim=True)


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
