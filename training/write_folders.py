"""Writes the faces of one split as PNG files in a folder per class, as `cli.ts eval` takes them.

    python write_folders.py --data DATA --split PrivateTest --by fer2013 --out private
"""

from pathlib import Path

from PIL import Image

import fer
from options import data_parser


def main() -> None:
    parser = data_parser(__doc__)
    parser.add_argument("--split", choices=fer.SPLITS, required=True)
    parser.add_argument("--by", choices=["fer2013", "ferplus"], required=True, help="which labels name the folders")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    split = fer.load(args.data)[args.split]
    classes = fer.FER2013 if args.by == "fer2013" else fer.FERPLUS
    truths = fer.truths(split, classes)
    if args.by not in truths:
        parser.error("the votes of FER+ are needed: put fer2013new.csv beside fer2013.csv")
    for row, label in enumerate(truths[args.by]):
        if label >= 0:
            path = args.out / classes[label] / f"{args.split}_{row:05}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(split.pictures[row]).save(path)


if __name__ == "__main__":
    main()
