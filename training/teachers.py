"""Writes what trained networks say of the training pictures, for distillation (Hinton et al. 2015).

    python teachers.py --data DIR --out runs/taught.npy ../models/five --outside DIR/teacher_five.npy --share 0.4

The file holds probabilities of the labels for each picture of Training in order, log-averaged over the
networks and over mirrored and shifted pictures. Takes about three minutes a network on two cores.
"""

import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy as np
import torch
import torch.nn.functional as F

import fer
from options import data_parser
from shipped import load_network
from torch_twin import to_torch

SHIFTS = [(0.0, 0.0), (0.06, 0.04), (-0.06, -0.04)]


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--outside", type=Path, help="an .npy file: what another network says of each row of the csv")
    parser.add_argument("--share", type=float, default=0.0, help="weight of that file in the average")
    parser.add_argument("networks", type=Path, nargs="+", help="models or .keras files, all of five or all of seven labels")
    args = parser.parse_args()
    train = fer.load(args.data)["Training"]
    pictures = torch.from_numpy(train.pictures).unsqueeze(1)
    networks = [load_network(path) for path in args.networks]
    models = [to_torch(network).eval() for network, _ in networks]
    with torch.no_grad():
        answers = torch.cat([_mean_answer(models, part.float() / 255) for part in pictures.split(512)]).numpy()
    if args.outside:
        answers = with_outside(answers, networks[0][1], np.load(args.outside)[train.rows], args.share)
    np.save(args.out, answers)


def with_outside(answers: np.ndarray, labels: list[str], outside: np.ndarray, share: float) -> np.ndarray:
    """The log-average of `answers` [n, labels] and of `outside` [n, five], which weighs `share`."""
    columns = [labels.index(name) for name in fer.LABELS["five"]]
    outside = shared_out(answers, outside.astype(np.float32), columns)
    return _normed(answers ** (1 - share) * outside ** share)


def shared_out(p: np.ndarray, part: np.ndarray, columns: list[int]) -> np.ndarray:
    """`p` with what stands in `columns` shared out among them as `part` says."""
    p = p.copy()
    p[:, columns] = p[:, columns].sum(1, keepdims=True) * _normed(part)
    return p


def taught_targets(file: Path, labels: list[str], targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What `file` says of `labels`; of those that it does not know, what `targets` [n, labels] say.

    With it, as a weight of each picture, the share of all that is said which falls on `labels`.
    """
    answers = np.load(file)
    known = fer.LABELS["five" if answers.shape[1] == 5 else "seven"]
    common = [name for name in labels if name in known]
    part = answers[:, [known.index(name) for name in common]]
    if common == labels:
        return _normed(part), part.sum(1)
    return shared_out(targets, part, [labels.index(name) for name in common]), targets.sum(1)


class Teachers:
    """Networks that are asked about the very pictures that a network in training sees.

    ref: Beyer et al. 2022, "Knowledge distillation: A good teacher is patient and consistent"
    """

    def __init__(self, labels: list[str], networks: list[Path], outside: np.ndarray | None, shares: list[float]) -> None:
        """At least one network knows all of `labels`, and maybe more; the others may know a part of them.

        `outside` [pictures, five] is what another network says of the unchanged pictures. Its share is the last.
        """
        if len(shares) != len(networks) + (outside is not None):
            raise ValueError("Cannot average the teachers: there must be a share for each")
        loaded = [load_network(path) for path in networks]
        self._models = [to_torch(network).eval() for network, _ in loaded]
        known = [names for _, names in loaded] + [fer.LABELS["five"]] * (outside is not None)
        self._theirs = [[names.index(name) for name in labels if name in names] for names in known]
        self._ours = [[at for at, name in enumerate(labels) if name in names] for names in known]
        self._shares = shares
        self._outside = None if outside is None else torch.from_numpy(np.log(outside.astype(np.float32) + 1e-6))
        self._count = len(labels)
        if all(len(ours) < self._count for ours in self._ours):
            raise ValueError("Cannot average the teachers: one of them must know all labels")

    @torch.no_grad()
    def answer(self, x: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """What they say of `x` and its mirror image, log-averaged.

        `x` are changed pictures whose indices are `at`. A teacher that knows a part of the labels shares
        out what the others give to that part.
        """
        said = [_log_mean(model, x) for model in self._models]
        if self._outside is not None:
            said.append(self._outside[at])
        said = [torch.log_softmax(part[:, theirs], -1) for part, theirs in zip(said, self._theirs)]
        whole = [(share, part) for share, part, ours in zip(self._shares, said, self._ours) if len(ours) == self._count]
        mean = sum(share * part for share, part in whole) / sum(share for share, _ in whole)
        total = 0.0
        for share, part, ours in zip(self._shares, said, self._ours):
            full = mean.clone()
            full[:, ours] = part + torch.logsumexp(mean[:, ours], -1, keepdim=True)
            total = total + share * full
        return torch.softmax(total, -1)


def _log_mean(model: torch.nn.Module, x: torch.Tensor) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return sum(torch.log_softmax(model(view).float(), -1) for view in (x, x.flip(-1))) / 2


def _normed(p):
    return p / p.sum(1, keepdims=True)


def _mean_answer(models, pictures):
    total = 0.0
    for mirror in (1.0, -1.0):
        for dx, dy in SHIFTS:
            affine = torch.tensor([[[mirror, 0.0, dx], [0.0, 1.0, dy]]]).expand(len(pictures), -1, -1)
            grid = F.affine_grid(affine, list(pictures.shape), align_corners=False)
            view = F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)
            view = view.contiguous(memory_format=torch.channels_last)
            for model in models:
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    total = total + torch.log_softmax(model(view).float(), -1)
    return torch.softmax(total / (2 * len(SHIFTS) * len(models)), -1)


if __name__ == "__main__":
    main()
