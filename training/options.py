"""The options that several of the programs share."""

import argparse
from pathlib import Path

import fer


def data_parser(doc: str) -> argparse.ArgumentParser:
    """A parser with `--data`; `doc` is the program's own documentation."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with fer2013.csv[.xz] and fer2013new.csv, or with train/ and test/"
    )
    return parser


def run_parser(doc: str, epochs: int, batch: int) -> argparse.ArgumentParser:
    """A parser with what every training takes."""
    parser = data_parser(doc)
    parser.add_argument("--labels", choices=list(fer.LABELS), default="five")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--seed", type=int, default=1)
    return parser
