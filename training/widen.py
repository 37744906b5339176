"""Writes a wider copy of a network that gives the same answers, to be trained further.

    python widen.py runs/seven-d/network.keras --width 1.5 --out runs/wide-start

Further filters of a layer are copies of its own, and the layers behind share out what they read of a filter
among its copies, unevenly and with 2% of noise, so that the copies can become different (Net2WiderNet, Chen
et al. 2016). Prints how far answers to random pictures change.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np

from network import paper_network
from shipped import load_network

NOISE = 0.02


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="a .keras file, or a folder of models/")
    parser.add_argument("--width", type=float, required=True, help="how many times as many filters")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    network, labels = load_network(args.network)
    wide = paper_network(len(labels), 0, 0, args.width)
    rng = np.random.default_rng(7)
    widen(network, wide, rng)
    pictures = rng.random((16, 48, 48, 1), np.float32)
    change = abs(network.predict(pictures, verbose=0) - wide.predict(pictures, verbose=0)).max()
    args.out.mkdir(parents=True, exist_ok=True)
    wide.save(args.out / "network.keras")
    print(f"{wide.count_params()} weights, answers changed by at most {change:.3f}")


def widen(network: keras.Sequential, wide: keras.Sequential, rng: np.random.Generator, noise: float = NOISE) -> None:
    """Fills `wide` with the weights of `network`, whose layers have at least half as many filters."""
    copied, shares = np.arange(1), np.ones(1)
    for layer, wider in zip(network.layers, wide.layers, strict=True):
        weights = layer.get_weights()
        match layer:
            case keras.layers.Conv2D():
                kernel, bias = weights
                kernel = kernel[:, :, copied] * shares[:, None]
                copied, shares = copies(layer.filters, wider.filters, rng)
                kernel = kernel[..., copied]
                kernel += rng.normal(0, noise, kernel.shape) * kernel.std()
                wider.set_weights([kernel, bias[copied]])
            case keras.layers.BatchNormalization() if weights[0].shape != wider.get_weights()[0].shape:
                wider.set_weights([values[copied] for values in weights])
            case keras.layers.Dense() if weights[0].shape != wider.get_weights()[0].shape:
                kernel, bias = weights
                by_filter = kernel.reshape(-1, copied.max() + 1, kernel.shape[1])[:, copied] * shares[:, None]
                wider.set_weights([by_filter.reshape(-1, kernel.shape[1]), bias])
            case _:
                wider.set_weights(weights)


def copies(before: int, after: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Which filter each of `after` filters copies, and its share of what is read of that one."""
    copied = np.concatenate([np.arange(before), rng.choice(before, after - before, replace=False)])
    shares = np.ones(after)
    for filter in range(before):
        at = np.flatnonzero(copied == filter)
        parts = rng.uniform(0.2, 0.8, len(at))
        shares[at] = parts / parts.sum()
    return copied, shares


if __name__ == "__main__":
    main()
