"""A model of `models/` back in Keras, so that what is measured, or trained further, is what is shipped."""

import json
from pathlib import Path

import keras
import numpy as np

import fer
from network import paper_network


def load_shipped(folder: Path) -> tuple[keras.Sequential, dict]:
    """The paper's network with the weights of `folder`, and the card."""
    card = json.loads((folder / "card.json").read_text())
    manifest, = json.loads((folder / "model.json").read_text())["weightsManifest"]
    values = np.frombuffer((folder / "weights.bin").read_bytes(), np.float16).astype(np.float32)
    shapes = [weight["shape"] for weight in manifest["weights"]]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    if ends[-1] != len(values):
        raise ValueError(f"Cannot read {folder}: {ends[-1]} weights as float16 expected but {len(values)} found")
    network = paper_network(len(card["labels"]))
    network.set_weights([part.reshape(shape) for part, shape in zip(np.split(values, ends[:-1]), shapes)])
    return network, card


def load_network(path: Path) -> tuple[keras.Sequential, list[str]]:
    """The network and its labels: of a folder of `models/`, or of a `.keras` file of five or seven labels."""
    if path.suffix != ".keras":
        network, card = load_shipped(path)
        return network, card["labels"]
    network = keras.saving.load_model(path)
    return network, fer.LABELS[{5: "five", 7: "seven"}[network.output_shape[-1]]]
