"""How two networks of the same labels do when mixed, balanced as by `finish.py` on PublicTest.

    python mix.py --data DIR ../models/five runs/five-c/network.keras --of answers --shares 0 0.5 1

`weights` takes the mean of their weights, which needs networks of one origin; `answers` the log-average
of what they say, which takes both networks. `--posed` is a folder of pictures for each label. `--out` makes
the mix of weights with the last share a run, as `train.py` does.
"""

import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy as np
from PIL import Image

import fer
from evaluate import probabilities, recalls, scores
from finish import balance
from options import data_parser
from run_files import write_command
from shipped import load_network


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--posed", type=Path, help="a folder of pictures for each label")
    parser.add_argument("--of", choices=["weights", "answers"], required=True)
    parser.add_argument("--shares", type=float, nargs="+", required=True, help="of the second network")
    parser.add_argument("--out", type=Path, help="a folder for the last mix of weights")
    parser.add_argument("networks", type=Path, nargs=2)
    args = parser.parse_args()
    if args.out and args.of == "answers":
        parser.error("--out takes a mix of weights: a mix of answers is no network")
    (one, labels), (other, _) = (load_network(path) for path in args.networks)
    public = fer.load(args.data)["PublicTest"]
    posed, truth = read_posed(args.posed, labels) if args.posed else (None, None)
    weights = [network.get_weights() for network in (one, other)]

    def answers(pictures, share):
        if args.of == "weights":
            one.set_weights([(1 - share) * a + share * b for a, b in zip(*weights)])
            return probabilities(one, pictures)
        mixed = probabilities(one, pictures) ** (1 - share) * probabilities(other, pictures) ** share
        return mixed / mixed.sum(1, keepdims=True)

    for share in args.shares:
        p = answers(public.pictures, share)
        offsets = np.exp(balance(p, public, labels))
        print(share, *(f"{key}={value}" for key, value in scores(p * offsets, public, labels).items()), end="")
        if args.posed:
            hits = 100 * recalls((answers(posed, share) * offsets).argmax(1), truth, len(labels))
            print(f" posed_macro={hits.mean():.1f} posed_angry={hits[labels.index('angry')]:.1f}", end="")
        print(flush=True)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        write_command(args.out)
        one.save(args.out / "network.keras")


def read_posed(folder: Path, labels: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The pictures [n, 48, 48] of a folder for each label, made smaller, and the labels' indices."""
    files = [(file, at) for at, label in enumerate(labels) for file in sorted((folder / label).iterdir())]
    return np.stack([_read(file) for file, _ in files]), np.array([at for _, at in files])


def _read(file: Path) -> np.ndarray:
    with Image.open(file) as picture:
        return np.array(picture.convert("L").resize((48, 48), Image.Resampling.BOX))


if __name__ == "__main__":
    main()
