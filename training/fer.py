"""FER2013 and the FER+ votes as arrays.

Reads the official `fer2013.csv` (or `.csv.xz`) of the 2013 challenge and Microsoft's `fer2013new.csv`,
whose rows stand in the same order.
"""

import csv
import hashlib
import lzma
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FER2013 = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
FERPLUS = ["neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt", "unknown", "NF"]
SPLITS = ["Training", "PublicTest", "PrivateTest"]
LABELS = {
    "five": ["angry", "happy", "neutral", "sad", "surprise"],
    "nhs": ["neutral", "happy", "surprise"],
    "nas": ["neutral", "angry", "sad"],
}


@dataclass
class Split:
    """One split: uint8 pictures [n, 48, 48], FER2013 labels as names, FER+ votes [n, 10], face or not."""

    pictures: np.ndarray
    fer2013: np.ndarray
    votes: np.ndarray
    is_face: np.ndarray


def load(folder: Path) -> dict[str, Split]:
    """Loads all three splits; a decoded copy is kept beside the csv so that the next start is quick."""
    cache = folder / "fer2013.npz"
    if not cache.exists():
        _decode(folder, cache)
    data = np.load(cache)
    splits = {}
    for index, name in enumerate(SPLITS):
        at = data["usage"] == index
        splits[name] = Split(
            data["pictures"][at], np.array(FER2013)[data["emotion"][at]], data["votes"][at], data["is_face"][at]
        )
    return splits


def _decode(folder: Path, cache: Path) -> None:
    plain, packed = folder / "fer2013.csv", folder / "fer2013.csv.xz"
    source = open(plain, newline="") if plain.exists() else lzma.open(packed, "rt", newline="")
    with source, open(folder / "fer2013new.csv", newline="") as ferplus:
        rows, votes = list(csv.reader(source))[1:], list(csv.reader(ferplus))[1:]
    if len(rows) != len(votes):
        raise ValueError(f"Cannot join FER2013 and FER+: {len(rows)} pictures but {len(votes)} rows of votes")
    np.savez(
        cache,
        pictures=np.stack([np.array(r[1].split(), np.uint8).reshape(48, 48) for r in rows]),
        emotion=np.array([int(r[0]) for r in rows], np.uint8),
        usage=np.array([SPLITS.index(r[2]) for r in rows], np.uint8),
        votes=np.array([[int(v) for v in r[2:]] for r in votes], np.uint8),
        is_face=np.array([r[1] != "" for r in votes]),
    )


def fingerprints(pictures: np.ndarray) -> list[bytes]:
    return [hashlib.sha1(p.tobytes()).digest() for p in pictures]


def without_pictures_of(split: Split, *others: Split) -> np.ndarray:
    """Mask of the pictures of `split` that stand, pixel for pixel, in none of `others`."""
    seen = {f for other in others for f in fingerprints(other.pictures)}
    return np.array([f not in seen for f in fingerprints(split.pictures)])


def ferplus_votes(votes: np.ndarray) -> np.ndarray:
    """Votes as floats with those of one person alone dropped as outliers (Barsoum et al. 2016)."""
    return np.where(votes > 1, votes, 0).astype(np.float32)


def ferplus_majority(split: Split, labels: list[str]) -> np.ndarray:
    """Index in `labels` of the unique largest vote; -1 where there is none or it is another class."""
    votes = ferplus_votes(split.votes)
    top = votes.max(axis=1)
    unique = ((votes == top[:, None]).sum(axis=1) == 1) & (top > 0) & split.is_face
    names = np.array(FERPLUS)[votes.argmax(axis=1)]
    return np.array([labels.index(n) if u and n in labels else -1 for n, u in zip(names, unique)])


def fer2013_labels(split: Split, labels: list[str]) -> np.ndarray:
    """Index in `labels` of the FER2013 label; -1 for other classes and pictures without a face."""
    return np.array([labels.index(n) if f and n in labels else -1 for n, f in zip(split.fer2013, split.is_face)])


def soft_targets(split: Split, labels: list[str], votes_share: float) -> tuple[np.ndarray, np.ndarray]:
    """Targets [n, labels] mixing the votes and the FER2013 label, and a weight for each picture.

    A picture weighs as much as the share of its votes that falls on `labels`; one that neither set
    places among them weighs 0.
    """
    votes = ferplus_votes(split.votes)
    ours = votes[:, [FERPLUS.index(n) for n in labels]]
    share = ours.sum(axis=1) / np.maximum(votes.sum(axis=1), 1)
    ours /= np.maximum(ours.sum(axis=1, keepdims=True), 1)
    index = fer2013_labels(split, labels)
    one_hot = np.eye(len(labels), dtype=np.float32)[index] * (index >= 0)[:, None]
    by_votes = votes_share * (share > 0)
    by_label = (1 - votes_share) * (index >= 0)
    total = np.maximum(by_votes + by_label, 1e-6)
    targets = (by_votes[:, None] * ours + by_label[:, None] * one_hot) / total[:, None]
    weights = (by_votes * share + by_label) * split.is_face
    return targets.astype(np.float32), weights.astype(np.float32)
