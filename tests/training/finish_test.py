"""Tests of how training/finish.py balances a network."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import numpy as np

import fer
from evaluate import probabilities
from finish import balance, with_labels
from network import paper_network

LABELS = ["angry", "neutral", "sad"]


def split_of(labels: list[str]) -> fer.Split:
    n = len(labels)
    return fer.Split(np.arange(n), np.zeros((n, 48, 48), np.uint8), np.array(labels), np.zeros((n, 10), np.uint8), np.ones(n, bool))


def answers(sad: np.ndarray) -> np.ndarray:
    """Probabilities that share out what `sad` leaves between the others, `neutral` first."""
    return np.stack([0.1 * (1 - sad), 0.9 * (1 - sad), sad], 1)


class FinishTest(unittest.TestCase):
    def balanced(self, neutral: np.ndarray, sad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is said of pictures of each label, by what is said for `sad`, and the offsets."""
        p = np.concatenate([answers(neutral), answers(sad), [[1, 1e-9, 1e-9]]])
        labels = ["neutral"] * len(neutral) + ["sad"] * len(sad) + ["angry"]
        offsets = balance(p, split_of(labels), LABELS)
        self.assertAlmostEqual(offsets.sum(), 0)
        return (np.log(p) + offsets).argmax(1), offsets

    def test_a_label_that_is_said_too_seldom_is_lifted(self) -> None:
        predicted, _ = self.balanced(np.linspace(0.01, 0.2, 100), np.linspace(0.21, 0.44, 100))
        np.testing.assert_array_equal(predicted, [1] * 100 + [2] * 100 + [0])

    def test_a_few_pictures_of_a_label_do_not_lift_it_far(self) -> None:
        # Each lift by a factor of e gains one more of the 20 pictures, and would cost no other.
        predicted, offsets = self.balanced(np.full(500, 1e-12), np.exp(-np.linspace(1, 15, 20)))
        self.assertGreater((predicted == 2).sum(), 1)
        self.assertLess(offsets[2] - offsets[1], 6)

    def test_a_network_of_seven_labels_is_finished_for_five(self) -> None:
        pictures = np.random.default_rng(1).integers(0, 256, (3, 48, 48), np.uint8)
        seven, columns = paper_network(7), [fer.LABELS["seven"].index(name) for name in fer.LABELS["five"]]
        with tempfile.TemporaryDirectory() as folder:
            seven.save(Path(folder) / "network.keras")
            five = with_labels(fer.LABELS["five"], Path(folder) / "network.keras")
        expected = probabilities(seven, pictures)[:, columns]
        np.testing.assert_allclose(probabilities(five, pictures), expected / expected.sum(1, keepdims=True), atol=1e-5)


if __name__ == "__main__":
    unittest.main()
