"""How steady networks are on PublicTest: between frames, in small faces and in grain.

    python steadiness.py --data DIR ../models/five runs/seven-d/network.keras

Networks of more labels are measured by those of `--labels`. `changed` is the share of pictures, in percent, whose answer is
another one a third of a pixel further, as a detector's box moves from frame to frame. The others are accuracies by
FER2013's and FER+'s labels: of pictures that had so many pixels a side, and of pictures with so much grain.
"""

import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy as np
import torch
import torch.nn.functional as F

import fer
from augment import nudged
from finish import balance
from options import data_parser
from shipped import load_network
from torch_twin import to_torch


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--labels", choices=list(fer.LABELS), default="five", help="those that are measured")
    parser.add_argument("networks", type=Path, nargs="+", help="models or .keras files that know these labels")
    args = parser.parse_args()
    split, measured = fer.load(args.data)["PublicTest"], fer.LABELS[args.labels]
    pictures = torch.from_numpy(split.pictures).unsqueeze(1).float() / 255
    views = changed_pictures(pictures)
    for path in args.networks:
        network, labels = load_network(path)
        model, columns = to_torch(network).eval(), [labels.index(name) for name in measured]
        answers = {name: answer(model, view)[:, columns] for name, view in views.items()}
        offsets = balance(answers["as it is"], split, measured)
        best = {name: (np.log(p + 1e-9) + offsets).argmax(1) for name, p in answers.items()}
        moved = 100 * (best.pop("moved") != best.pop("moved again"))[split.is_face].mean()
        rights = [f"{name} {' '.join(right(each, split, measured))}" for name, each in best.items()]
        print(f"{path}: changed {moved:.2f}; {', '.join(rights)}", flush=True)


def changed_pictures(pictures: torch.Tensor) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    middle = torch.tensor([[[1.02, 0, 0.01], [0, 1.02, 0.01]]]).expand(len(pictures), -1, -1).contiguous()
    grain = torch.randn(pictures.shape, generator=generator)

    def moved() -> torch.Tensor:
        grid = F.affine_grid(nudged(middle, generator), list(pictures.shape), align_corners=False)
        return F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)

    def small(side: int) -> torch.Tensor:
        return F.interpolate(F.interpolate(pictures, size=side, mode="area"), size=48, mode="bilinear")

    return {
        "as it is": pictures, "moved": moved(), "moved again": moved(), "16 px": small(16), "12 px": small(12),
        "grain 0.08": (pictures + 0.08 * grain).clamp(0, 1), "grain 0.15": (pictures + 0.15 * grain).clamp(0, 1),
    }


@torch.no_grad()
def answer(model: torch.nn.Module, pictures: torch.Tensor) -> np.ndarray:
    parts = [model(part.contiguous(memory_format=torch.channels_last)) for part in pictures.split(512)]
    return torch.softmax(torch.cat(parts), -1).numpy()


def right(best: np.ndarray, split: fer.Split, labels: list[str]) -> list[str]:
    return [f"{100 * (best == truth)[truth >= 0].mean():.1f}" for truth in fer.truths(split, labels).values()]


if __name__ == "__main__":
    main()
