"""Makes `tests/golden/emotion/`: a person's baseline and the quality of faces, by numpy and scipy.

    python golden_emotion.py ../tests/golden/emotion

The baseline is the published arithmetic of this project, `z - k (b - t)` (see `src/emotion/baseline.ts`),
written a second time; sharpness is from scipy's own Laplacian, yaw from a turned head of three points.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import laplace

LEAST = 1e-3


def softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def baselines(random: np.random.Generator) -> list[dict]:
    cases = []
    for labels in (3, 5, 7):
        for _ in range(4):
            neutral = int(random.integers(labels))
            strength, lift = random.uniform(0, 1), random.uniform(0, 2)
            temperature = random.uniform(0.3, 1.5)
            share = random.choice([0.2, 0.3, 0.4, 1])
            pictures = np.round(random.dirichlet(np.full(labels, 0.3), size=random.integers(1, 30)), 4)
            probabilities = np.round(random.dirichlet(np.full(labels, 0.3)), 4)
            z = np.log(np.maximum(pictures, LEAST))
            taken = np.argsort(-pictures[:, neutral], kind="stable")[:int(np.ceil(share * len(z)))]
            resting = z[taken].mean(0)
            confidence = np.exp(resting[neutral]) ** 2
            target = np.zeros(labels)
            target[neutral] = lift
            reading = np.log(np.maximum(probabilities, LEAST))
            cases.append({
                "settings": {"strength": strength, "neutralLift": lift, "neutralShare": float(share),
                             "temperature": temperature},
                "neutral": neutral,
                "pictures": pictures.tolist(),
                "probabilities": probabilities.tolist(),
                "known": {"logs": z.mean(0).tolist(), "confidence": 1,
                          "against": softmax((reading - strength * (z.mean(0) - target)) / temperature).tolist()},
                "resting": {"logs": resting.tolist(), "confidence": confidence,
                            "against": softmax((reading - strength * confidence * (resting - target)) /
                                               temperature ** confidence).tolist()},
            })
    return cases


def sharpnesses(random: np.random.Generator) -> list[dict]:
    cases = []
    for width, height in ((3, 3), (8, 5), (48, 48)):
        luma = np.round(random.random((height, width)), 3)
        cases.append({
            "width": width,
            "luma": luma.ravel().tolist(),
            "sharpness": laplace(luma)[1:-1, 1:-1].std() / luma.std(),
        })
    return cases


def turns() -> list[dict]:
    """Ears on both sides of the axis, the nose 1.6 half distances before it; turned, leaning, as seen from far."""
    cases = []
    for yaw in (-60, -25, 0, 10, 45):
        for roll in (-40, 0, 30):
            a, lean = np.radians([yaw, roll])
            x = np.array([-np.cos(a), np.cos(a), 1.6 * np.sin(a)])
            turned = np.stack([x * np.cos(lean), x * np.sin(lean)], -1) * 40 + 100
            cases.append({"yaw": yaw, "roll": roll, "rightEar": turned[0].tolist(), "leftEar": turned[1].tolist(),
                          "nose": turned[2].tolist()})
    return cases


def main() -> None:
    out, random = Path(sys.argv[1]), np.random.default_rng(14)
    out.mkdir(parents=True, exist_ok=True)
    (out / "baseline.json").write_text(json.dumps(baselines(random)))
    (out / "quality.json").write_text(json.dumps({"sharpness": sharpnesses(random), "turns": turns()}))


if __name__ == "__main__":
    main()
