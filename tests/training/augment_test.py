"""Tests of training/augment.py."""

import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

import torch

from augment import augment

STRIPES = (torch.arange(48).repeat(200, 1, 48, 1) % 4 < 2).float() * 0.6 + 0.2


class AugmentTest(unittest.TestCase):
    def test_the_same_generator_gives_the_same_pictures(self):
        one, other = (augment(STRIPES, torch.Generator().manual_seed(5), twins=True) for _ in range(2))
        self.assertTrue(torch.equal(one, other))
        self.assertEqual(one.shape, (400, 1, 48, 48))

    def test_twins_are_alike_but_for_a_worse_camera(self):
        first, second = augment(STRIPES * 0 + 0.5, torch.Generator().manual_seed(5), twins=True).chunk(2)
        apart = (first - second).std((1, 2, 3))
        self.assertLess(apart.quantile(0.25), 0.001)
        self.assertGreater(apart.max(), 0.08)
        self.assertLess(apart.max(), 0.13)

    def test_some_second_twins_lose_what_is_smaller_than_their_pixels(self):
        coarse = 0
        for seed in range(4):
            first, second = augment(STRIPES, torch.Generator().manual_seed(seed), twins=True).chunk(2)
            coarse += int((second.std((1, 2, 3)) < 0.75 * first.std((1, 2, 3))).sum())
        self.assertGreater(coarse, 50)


if __name__ == "__main__":
    unittest.main()
