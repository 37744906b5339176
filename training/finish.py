"""Makes a trained run a Mien model: balances and calibrates it on PublicTest, measures it once on
PrivateTest, converts it with `cli.ts convert`, and writes what was measured into its card.

    python finish.py --data DIR --labels five --run runs/five --model ../models/five
"""

import argparse
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np

import fer
from evaluate import confusion, probabilities, scores

# What the balance raises, summed over both label sets. The worst recall weighs less: it is the noisiest.
BALANCED = {"accuracy": 1, "macro": 1, "worst": 0.3}
TERMS = (
    "FER2013 pictures (Goodfellow et al. 2013) were collected by web search and published for research; "
    "FER+ votes (Barsoum et al. 2016) under the MIT licence. Neither is contained here."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with fer2013.csv[.xz] and fer2013new.csv")
    parser.add_argument("--labels", choices=list(fer.LABELS), default="five")
    parser.add_argument("--run", type=Path, required=True, help="what train.py wrote")
    parser.add_argument("--model", type=Path, required=True, help="folder to write; replaced if it is there")
    parser.add_argument("--margin", type=float, default=0.0)
    parser.add_argument("--shift-y", type=float, default=0.0)
    args = parser.parse_args()
    labels, splits = fer.LABELS[args.labels], fer.load(args.data)

    network = keras.saving.load_model(args.run / "network.keras")
    public = splits["PublicTest"]
    offsets = balance(probabilities(network, public.pictures), public, labels)
    shift_logits(network, offsets)
    p = probabilities(network, public.pictures)
    temperature = calibrate(p, public, labels)
    network.save(args.run / "balanced.keras")

    private = splits["PrivateTest"]
    p = probabilities(network, private.pictures)
    measured = {
        "temperature": temperature,
        "uncertainBelow": 0.5,
        "data": TERMS,
        "made": {"date": date.today().isoformat(), "command": (args.run / "command.txt").read_text().strip()},
        "balance": dict(zip(labels, offsets.round(3).tolist())),
        "accuracy": {"split": "PrivateTest without the pictures that FER+ marks as no face"}
        | scores(p, private, labels)
        | {"calibration_error": round(calibration_error(tempered(p, temperature), private, labels), 4)},
        "confusion": {
            "fer2013": confusion(p, fer.fer2013_labels(private, labels), len(labels)),
            "ferplus": confusion(p, fer.ferplus_majority(private, labels), len(labels)),
        },
    }
    print(json.dumps(measured, indent=2))
    convert(args, labels)
    card = json.loads((args.model / "card.json").read_text())
    card["crop"]["shiftY"] = args.shift_y
    (args.model / "card.json").write_text(json.dumps(card | measured, indent=2) + "\n")


def balance(p: np.ndarray, split: fer.Split, labels: list[str]) -> np.ndarray:
    """Offsets for the logits that raise accuracy and macro recall by both label sets together.

    Post-hoc logit adjustment (Menon et al. 2021) with the offsets searched instead of taken from the
    label counts, since the two label sets disagree on those.
    """
    logits, offsets = np.log(p + 1e-9), np.zeros(len(labels))

    def value(candidate):
        s = scores(logits + candidate, split, labels)
        return sum(s[f"{name}_{kind}"] * weight for name in ("fer2013", "ferplus") for kind, weight in BALANCED.items())

    for step in (0.4, 0.2, 0.1, 0.05):
        moved = True
        while moved:
            moved = False
            for at in range(len(labels)):
                for sign in (-1, 1):
                    candidate = offsets.copy()
                    candidate[at] += sign * step
                    if value(candidate) > value(offsets):
                        offsets, moved = candidate, True
    return offsets - offsets.mean()


def shift_logits(network: keras.Model, offsets: np.ndarray) -> None:
    kernel, bias = network.layers[-1].get_weights()
    network.layers[-1].set_weights([kernel, bias + offsets.astype(np.float32)])


def tempered(p: np.ndarray, temperature: float) -> np.ndarray:
    powers = p ** (1 / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def calibrate(p: np.ndarray, split: fer.Split, labels: list[str]) -> float:
    """The temperature with the least negative log-likelihood of the FER+ majority (Guo et al. 2017)."""
    truth = fer.ferplus_majority(split, labels)
    known = truth >= 0
    candidates = np.arange(0.4, 2.5, 0.01)
    losses = [-np.log(tempered(p[known], t)[np.arange(known.sum()), truth[known]] + 1e-9).mean() for t in candidates]
    return round(float(candidates[int(np.argmin(losses))]), 2)


def calibration_error(p: np.ndarray, split: fer.Split, labels: list[str], bins: int = 15) -> float:
    """Expected calibration error by the FER+ majority."""
    truth = fer.ferplus_majority(split, labels)
    known = truth >= 0
    confidence, hit = p[known].max(axis=1), p[known].argmax(axis=1) == truth[known]
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(confidence[at == b].mean() - hit[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any()))


def convert(args: argparse.Namespace, labels: list[str]) -> None:
    root = Path(__file__).resolve().parent.parent
    shutil.rmtree(args.model, ignore_errors=True)
    subprocess.run(
        ["deno", "run", "-A", root / "cli.ts", "convert", args.run / "balanced.keras", "--labels", ",".join(labels),
         "--out", args.model, "--margin", str(args.margin), "--dtype", "float16"],
        check=True,
    )


if __name__ == "__main__":
    main()
