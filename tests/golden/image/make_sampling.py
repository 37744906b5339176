"""Writes sampling.json: area averages by brute force in numpy, as a reference for src/image/sample_*.ts.

Run as: python make_sampling.py (needs numpy and Pillow).
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
WIDTH, HEIGHT = 60, 45
FINE = 40  # Taps along each axis of an output pixel: as good as the exact mean.

picture = Image.open(HERE / "../../../fixtures/astronaut.png").convert("RGB")
patch = np.asarray(picture.crop((180, 60, 300, 150)).resize((WIDTH, HEIGHT), Image.Resampling.BOX))
luma = patch @ np.array([0.299, 0.587, 0.114])

CASES = {
    "whole multiples": ([5, 0, 0, 0, 5, 0], 12, 9),
    "a broken scale": ([3.3, 0, 4.2, 0, 2.6, 1.7], 12, 9),
    "a turned square": ([2.4, -1.1, 22.0, 1.1, 2.4, 6.0], 10, 10),
    "a turned square over the edge": ([3.0, 1.5, -9.0, -1.5, 3.0, 4.0], 10, 10),
    "magnified": ([0.4, 0.1, 20.3, -0.1, 0.4, 18.9], 10, 8),
}


def bilinear(plane, x, y):
    x = np.clip(x - 0.5, 0, plane.shape[1] - 1)
    y = np.clip(y - 0.5, 0, plane.shape[0] - 1)
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    x1, y1 = np.minimum(x0 + 1, plane.shape[1] - 1), np.minimum(y0 + 1, plane.shape[0] - 1)
    fx, fy = x - x0, y - y0
    top = plane[y0, x0] * (1 - fx) + plane[y0, x1] * fx
    return top * (1 - fy) + (plane[y1, x0] * (1 - fx) + plane[y1, x1] * fx) * fy


def nearest(plane, x, y):
    xi = np.clip(np.floor(x).astype(int), 0, plane.shape[1] - 1)
    yi = np.clip(np.floor(y).astype(int), 0, plane.shape[0] - 1)
    return plane[yi, xi]


def area(plane, affine, width, height):
    """The mean over each output pixel; a magnified one is read between the samples instead."""
    a, b, c, d, e, f = affine
    magnified = np.hypot(a, d) < 1
    steps = np.array([0.5]) if magnified else (np.arange(FINE) + 0.5) / FINE
    x = (np.arange(width)[:, None] + steps[None, :]).reshape(1, -1)
    y = (np.arange(height)[:, None] + steps[None, :]).reshape(-1, 1)
    read = bilinear if magnified else nearest
    taps = read(plane, a * x + b * y + c, d * x + e * y + f)
    n = len(steps)
    return taps.reshape(height, n, width, n).mean((1, 3))


golden = {
    "width": WIDTH,
    "height": HEIGHT,
    "rgb": patch.reshape(-1).tolist(),
    "cases": {
        name: {
            "toFrame": affine,
            "width": width,
            "height": height,
            "luma": np.round(area(luma, affine, width, height) / 255, 4).reshape(-1).tolist(),
            "red": np.round(area(patch[..., 0], affine, width, height) / 255, 4).reshape(-1).tolist(),
        }
        for name, (affine, width, height) in CASES.items()
    },
}
(HERE / "sampling.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
