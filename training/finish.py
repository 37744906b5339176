"""Makes a trained run a Mien model: balances and calibrates it on PublicTest, measures it once on
PrivateTest, converts it with `cli.ts convert`, and writes what was measured into its card.

    python finish.py --data DIR --labels five --run runs/five --model ../models/five
"""

import argparse
import json
import os
import subprocess
from datetime import date
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np

import fer
from calibration import calibration_error, fit_temperature, tempered
from evaluate import confusion, probabilities, recalls, scores
from network import paper_network
from options import data_parser
from shipped import load_network
from train import start_from

TERMS = {
    "fer2013": "FER2013 pictures (Goodfellow et al. 2013) were collected by web search and published for research",
    "ferplus": "FER+ votes (Barsoum et al. 2016) under the MIT licence",
}


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--labels", choices=list(fer.LABELS), default="five", help="those of the run, or some of them")
    parser.add_argument("--run", type=Path, required=True, help="what train.py wrote")
    parser.add_argument("--model", type=Path, required=True, help="folder to write; replaced if it is there")
    parser.add_argument("--margin", type=float, default=0.0)
    parser.add_argument("--shift-y", type=float, default=0.0)
    parser.add_argument("--least", type=float, default=0.5, help="recall which each label should have on PublicTest")
    parser.add_argument("--taught-by", help="whose network, besides ours, taught the run, for the card")
    args = parser.parse_args()
    labels, splits = fer.LABELS[args.labels], fer.load(args.data)

    network = with_labels(labels, args.run / "network.keras")
    public = splits["PublicTest"]
    offsets = balance(probabilities(network, public.pictures), public, labels, args.least)
    shift_logits(network, offsets)
    p = probabilities(network, public.pictures)
    temperature = fit_temperature(p, fer.best_truth(public, labels))
    balanced = args.run / f"balanced-{args.labels}.keras"
    network.save(balanced)

    taught = [f"taught by {args.taught_by}"] if args.taught_by else []
    private = splits["PrivateTest"]
    p, truths = probabilities(network, private.pictures), fer.truths(private, labels)
    error = calibration_error(tempered(p, temperature), fer.best_truth(private, labels))
    measured = {
        "description": f"The network of the paper that Mien starts from, for {', '.join(labels)}",
        "license": "MIT",
        "temperature": temperature,
        "uncertainBelow": 0.5,
        "data": "; ".join([TERMS[name] for name in truths] + taught) + ". None of it is contained here.",
        "made": {"date": date.today().isoformat(), "command": (args.run / "command.txt").read_text().strip()},
        "balance": dict(zip(labels, offsets.round(3).tolist())),
        "accuracy": {"split": "PrivateTest" + " without the pictures that FER+ marks as no face" * ("ferplus" in truths)}
        | scores(p, private, labels)
        | {"calibration_error": round(error, 4)},
        "confusion": {name: confusion(p, truth, len(labels)) for name, truth in truths.items()},
    }
    print(json.dumps(measured, indent=2))
    convert(balanced, args, labels)
    card = json.loads((args.model / "card.json").read_text())
    card["crop"]["shiftY"] = args.shift_y
    (args.model / "card.json").write_text(json.dumps(card | measured, indent=2) + "\n")


def balance(p: np.ndarray, split: fer.Split, labels: list[str], least: float = 0.5) -> np.ndarray:
    """Offsets for the logits that raise accuracy and macro recall by all label sets together.

    Post-hoc logit adjustment (Menon et al. 2021) with the offsets searched instead of taken from the
    label counts, since the two label sets disagree on those. What a label's recall lacks of `least` costs,
    and large offsets cost their squares: a label with few pictures would else be lifted as the pictures
    of this split happen to lie.
    """
    logits, offsets = np.log(p + 1e-9), np.zeros(len(labels))
    pictures = [(truth >= 0, truth[truth >= 0]) for truth in fer.truths(split, labels).values()]

    def value(candidate):
        predicted, total = (logits + candidate).argmax(1), 0.0
        for known, truth in pictures:
            hits = predicted[known] == truth
            by_label = recalls(predicted[known], truth, len(labels))
            total += hits.mean() + by_label.mean() - 0.3 * np.maximum(0, least - by_label).sum()
        return total - 0.01 * ((candidate - candidate.mean()) ** 2).sum()

    for step in (1.6, 0.8, 0.4, 0.2, 0.1, 0.05):
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


def with_labels(labels: list[str], file: Path) -> keras.Sequential:
    """The network of `file`, without the labels that it knows beside these."""
    network = keras.saving.load_model(file)
    if network.output_shape[-1] == len(labels):
        return network
    part = paper_network(len(labels))
    start_from(part, *load_network(file), labels)
    return part


def convert(balanced: Path, args: argparse.Namespace, labels: list[str]) -> None:
    root = Path(__file__).resolve().parent.parent
    subprocess.run(
        ["deno", "run", "-A", root / "cli.ts", "convert", balanced, "--labels", ",".join(labels),
         "--out", args.model, f"--margin={args.margin}", "--dtype", "float16", "--force"],
        check=True,
    )


if __name__ == "__main__":
    main()
