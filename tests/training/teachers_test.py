"""Tests of training/teachers.py, and of how train.py starts from another network."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

import numpy as np
import torch

import fer
from evaluate import probabilities
from network import paper_network
from shipped import load_network
from teachers import Teachers, taught_targets, with_outside
from train import start_from

FIVE, SEVEN = fer.LABELS["five"], fer.LABELS["seven"]
PICTURES = np.random.default_rng(1).integers(0, 256, (3, 48, 48), np.uint8)


class TeachersTest(unittest.TestCase):
    def taught(self, answers: list[list[float]], labels: list[str], targets: np.ndarray):
        with tempfile.TemporaryDirectory() as folder:
            np.save(Path(folder) / "taught.npy", np.array(answers))
            return taught_targets(Path(folder) / "taught.npy", labels, targets)

    def test_an_outside_network_weighs_its_share_in_the_log_average(self) -> None:
        ours, outside = np.array([[0.8, 0.1, 0.1, 0, 0]]), np.array([[0.2, 0.4, 0.4, 0, 0]])
        expected = np.sqrt(ours * outside) / np.sqrt(ours * outside).sum()
        np.testing.assert_allclose(with_outside(ours, FIVE, outside, 0.5), expected)
        np.testing.assert_allclose(with_outside(ours, FIVE, outside, 0), ours)

    def test_an_outside_network_of_five_labels_moves_nothing_to_or_from_the_others(self) -> None:
        ours = np.array([[0.1, 0.3, 0.2, 0.1, 0.1, 0.1, 0.1]])
        mean = with_outside(ours, SEVEN, np.array([[1, 0, 0, 0, 0.0]]), 1)
        np.testing.assert_allclose(mean, [[0.5, 0.3, 0.2, 0, 0, 0, 0]])

    def test_a_file_of_five_labels_teaches_five_three_and_seven(self) -> None:
        answers = [[0.2, 0.1, 0.4, 0.2, 0.1]]
        targets, share = self.taught(answers, FIVE, np.zeros((1, 5)))
        np.testing.assert_allclose([*targets[0], *share], [*answers[0], 1])
        targets, share = self.taught(answers, fer.LABELS["nas"], np.zeros((1, 3)))
        np.testing.assert_allclose([*targets[0], *share], [0.5, 0.25, 0.25, 0.8])
        by_label = np.array([[0, 0, 0.4, 0, 0, 0.6, 0]])
        targets, share = self.taught(answers, SEVEN, by_label)
        np.testing.assert_allclose([*targets[0], *share], [0.12, 0, 0.4, 0.06, 0.24, 0.12, 0.06, 1])

    def test_a_network_of_more_labels_starts_from_those_that_are_known(self) -> None:
        start, labels = load_network(ROOT / "models" / "five")
        network = paper_network(7)
        start_from(network, start, labels, SEVEN)
        for ours, theirs in zip(network.get_weights()[:-2], start.get_weights()[:-2], strict=True):
            np.testing.assert_array_equal(ours, theirs)
        columns = [SEVEN.index(name) for name in FIVE]
        for ours, theirs in zip(network.get_weights()[-2:], start.get_weights()[-2:]):
            np.testing.assert_array_equal(ours[..., columns], theirs)

    def test_teachers_of_more_labels_answer_for_those_that_are_taught(self) -> None:
        five, nas, labels = ROOT / "models" / "five", ROOT / "models" / "nas", fer.LABELS["nas"]
        outside = np.array([[0.9, 0.02, 0.02, 0.04, 0.02], [0.2, 0.2, 0.2, 0.2, 0.2], [0.1, 0.1, 0.1, 0.6, 0.1]])
        teachers, at = Teachers(labels, [nas, five], outside, [0.5, 0.3, 0.2]), [2, 0]
        x = torch.from_numpy(PICTURES[at]).unsqueeze(1).float() / 255
        columns = [FIVE.index(name) for name in labels]
        by_nas, by_five = mirrored_mean(nas), mirrored_mean(five)[:, columns]
        expected = (by_nas ** 0.5 * by_five ** 0.3 * outside[:, columns] ** 0.2)[at]
        answers = teachers.answer(x, torch.tensor(at)).numpy()
        np.testing.assert_allclose(answers, expected / expected.sum(1, keepdims=True), atol=0.02)  # bfloat16
        with self.assertRaisesRegex(ValueError, "a share for each"):
            Teachers(labels, [nas], outside, [1.0])

    def test_a_teacher_of_some_labels_moves_nothing_to_or_from_the_others(self) -> None:
        nas, five = ROOT / "models" / "nas", ROOT / "models" / "five"
        x = torch.from_numpy(PICTURES).unsqueeze(1).float() / 255
        alone = Teachers(FIVE, [five], None, [1.0]).answer(x, torch.arange(3)).numpy()
        both = Teachers(FIVE, [five, nas], None, [0.5, 0.5]).answer(x, torch.arange(3)).numpy()
        columns = [FIVE.index(name) for name in fer.LABELS["nas"]]
        shared = alone.copy()
        shared[:, columns] = alone[:, columns].sum(1, keepdims=True) * mirrored_mean(nas)
        expected = np.sqrt(alone * shared)
        np.testing.assert_allclose(both, expected / expected.sum(1, keepdims=True), atol=0.02)
        with self.assertRaisesRegex(ValueError, "must know all labels"):
            Teachers(FIVE, [nas], None, [1.0])


def mirrored_mean(model: Path) -> np.ndarray:
    network, _ = load_network(model)
    mean = np.sqrt(probabilities(network, PICTURES) * probabilities(network, PICTURES[..., ::-1].copy()))
    return mean / mean.sum(1, keepdims=True)


if __name__ == "__main__":
    unittest.main()
