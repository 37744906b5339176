"""Tests of training/calibration.py."""

import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from calibration import calibration_error, fit_temperature, reliability, tempered


class Calibration(unittest.TestCase):
    def test_error_is_the_gap_of_each_bin_weighed_by_its_pictures(self) -> None:
        # Bin 13 (0.867 to 0.933) holds 4 pictures at 0.9, half of them right; bin 9 one wrong picture at 0.62.
        p = np.array([[0.9, 0.1]] * 4 + [[0.62, 0.38]] + [[1.0, 0.0]])
        truth = np.array([0, 0, 1, 1, 1, -1])
        share, confidence, hits = reliability(p, truth)
        np.testing.assert_allclose(share[[9, 13]], [0.2, 0.8])
        np.testing.assert_allclose(confidence[[9, 13]], [0.62, 0.9])
        np.testing.assert_allclose(hits[[9, 13]], [0, 0.5])
        self.assertAlmostEqual(calibration_error(p, truth), 0.2 * 0.62 + 0.8 * 0.4)

    def test_a_confidence_of_1_falls_into_the_last_bin(self) -> None:
        share, _, hits = reliability(np.array([[1.0, 0.0]]), np.array([0]))
        self.assertEqual((share[-1], hits[-1]), (1, 1))

    def test_the_temperature_undoes_logits_that_were_scaled(self) -> None:
        random = np.random.default_rng(2)
        logits = random.normal(0, 2, (20000, 3))
        p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        truth = (p.cumsum(1) > random.random((len(p), 1))).argmax(1)
        overconfident = tempered(p, 0.5)
        self.assertAlmostEqual(fit_temperature(overconfident, truth), 2, delta=0.07)
        self.assertGreater(calibration_error(overconfident, truth), 0.08)
        self.assertLess(calibration_error(tempered(overconfident, 2), truth), 0.02)


if __name__ == "__main__":
    unittest.main()
