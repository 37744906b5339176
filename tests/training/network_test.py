"""Tests of training/network.py, torch_twin.py, shipped.py and widen.py."""

import os
import sys
import unittest
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

import numpy as np

from evaluate import probabilities
from network import paper_network
from shipped import load_shipped
from widen import widen


class Network(unittest.TestCase):
    def test_layers_have_the_papers_parameters(self) -> None:
        layers = paper_network(3).layers
        counts = [layer.count_params() for layer in layers if layer.count_params()]
        self.assertEqual(counts, [
            320, 128, 9248, 128, 18496, 256, 36928, 256, 73856, 512, 147584, 512, 295168, 1024, 590080, 1024,
            147520, 256, 4160, 256, 195,
        ])

    def test_the_twin_in_pytorch_answers_as_keras_does(self) -> None:
        network, card = load_shipped(ROOT / "models" / "nhs")
        pictures = np.random.default_rng(3).integers(0, 256, (4, 48, 48), np.uint8)
        expected = network.predict(pictures[..., None] / np.float32(255), verbose=0)
        self.assertEqual(expected.shape, (4, len(card["labels"])))
        self.assertGreater(np.ptp(expected, axis=0).max(), 0.01)
        np.testing.assert_allclose(probabilities(network, pictures), expected, atol=1e-4)

    def test_a_wider_copy_answers_as_the_network_does(self) -> None:
        network, card = load_shipped(ROOT / "models" / "nhs")
        wide = paper_network(len(card["labels"]), width=1.5)
        widen(network, wide, np.random.default_rng(3), noise=0)
        self.assertEqual(wide.layers[0].filters, 48)
        pictures = np.random.default_rng(3).random((4, 48, 48, 1), np.float32)
        expected = network.predict(pictures, verbose=0)
        np.testing.assert_allclose(wide.predict(pictures, verbose=0), expected, atol=1e-4)


if __name__ == "__main__":
    unittest.main()
