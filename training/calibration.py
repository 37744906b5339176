"""Confidences that match hit rates: the temperature, and how far off what is left."""

import numpy as np


def tempered(p: np.ndarray, temperature: float) -> np.ndarray:
    powers = p ** (1 / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


def fit_temperature(p: np.ndarray, truth: np.ndarray) -> float:
    """The temperature with the least negative log-likelihood (Guo et al. 2017); truths of -1 are left out."""
    p, truth = p[truth >= 0], truth[truth >= 0]
    candidates = np.arange(0.4, 2.5, 0.01)
    losses = [-np.log(tempered(p, t)[np.arange(len(p)), truth] + 1e-9).mean() for t in candidates]
    return round(float(candidates[int(np.argmin(losses))]), 2)


def reliability(p: np.ndarray, truth: np.ndarray, bins: int = 15) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of equally wide bins of confidence: the share of pictures, their mean confidence, their hit rate.

    Truths of -1 are left out. An empty bin has a confidence and hit rate of 0.
    """
    p, truth = p[truth >= 0], truth[truth >= 0]
    confidence, hit = p.max(axis=1), p.argmax(axis=1) == truth
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    counts = np.bincount(at, minlength=bins)
    sums = [np.bincount(at, weights=values, minlength=bins) for values in (confidence, hit)]
    return counts / len(p), *(values / np.maximum(counts, 1) for values in sums)


def calibration_error(p: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error."""
    share, confidence, hits = reliability(p, truth)
    return float((share * abs(confidence - hits)).sum())
