"""FER2013 and the FER+ votes as arrays.

Reads the official `fer2013.csv` (or `.csv.xz`) of the 2013 challenge with Microsoft's `fer2013new.csv`,
whose rows stand in the same order, or a folder per class (`read_folders.py`), for which there are no votes.
"""

import csv
import hashlib
import lzma
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from read_folders import read_folders

FER2013 = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
FERPLUS = ["neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt", "unknown", "NF"]
SPLITS = ["Training", "PublicTest", "PrivateTest"]
LABELS = {
    "five": ["angry", "happy", "neutral", "sad", "surprise"],
    "seven": ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"],
    "nhs": ["neutral", "happy", "surprise"],
    "nas": ["neutral", "angry", "sad"],
}


@dataclass
class Split:
    """One split: which rows of the whole set it is, uint8 pictures [n, 48, 48], FER2013 labels as names, FER+
    votes [n, 10], face or not.

    Without FER+ all votes are 0 and every picture is a face.
    """

    rows: np.ndarray
    pictures: np.ndarray
    fer2013: np.ndarray
    votes: np.ndarray
    is_face: np.ndarray


def load(folder: Path) -> dict[str, Split]:
    """Loads all three splits from a folder with the csv, or with `train/` and `test/`."""
    by_class = (folder / "train").is_dir()
    pictures, emotion, usage = read_folders(folder, FER2013, SPLITS) if by_class else _read_csv(folder)
    votes, is_face = np.zeros((len(pictures), len(FERPLUS)), np.uint8), np.ones(len(pictures), bool)
    if not by_class and (folder / "fer2013new.csv").exists():
        votes, is_face = _read_ferplus(folder / "fer2013new.csv")
        if len(votes) != len(pictures):
            raise ValueError(f"Cannot join FER2013 and FER+: {len(pictures)} pictures but {len(votes)} rows of votes")
    names = np.array(FER2013)[emotion]
    parts = {name: np.flatnonzero(usage == index) for index, name in enumerate(SPLITS)}
    return {name: Split(at, pictures[at], names[at], votes[at], is_face[at]) for name, at in parts.items()}


def _read_csv(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures, classes and splits; a decoded copy is kept beside the csv so that the next start is quick."""
    cache = folder / "fer2013.npz"
    if not cache.exists():
        plain, packed = folder / "fer2013.csv", folder / "fer2013.csv.xz"
        with open(plain, newline="") if plain.exists() else lzma.open(packed, "rt", newline="") as source:
            rows = list(csv.reader(source))[1:]
        np.savez(
            cache,
            pictures=np.stack([np.array(r[1].split(), np.uint8).reshape(48, 48) for r in rows]),
            emotion=np.array([int(r[0]) for r in rows], np.uint8),
            usage=np.array([SPLITS.index(r[2]) for r in rows], np.uint8),
        )
    data = np.load(cache)
    return data["pictures"], data["emotion"], data["usage"]


def _read_ferplus(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Votes [n, 10], and which rows name a picture: the others are no faces."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[int(v) for v in r[2:]] for r in rows], np.uint8), np.array([r[1] != "" for r in rows])


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


def truths(split: Split, labels: list[str]) -> dict[str, np.ndarray]:
    """The index in `labels` by each label set that the data has: `fer2013`, and `ferplus` where there are votes."""
    known = {"fer2013": fer2013_labels(split, labels)}
    return known | {"ferplus": ferplus_majority(split, labels)} if split.votes.any() else known


def best_truth(split: Split, labels: list[str]) -> np.ndarray:
    """The majority of FER+ where there are votes, else the FER2013 labels."""
    return list(truths(split, labels).values())[-1]


def soft_targets(split: Split, labels: list[str], votes_share: float) -> tuple[np.ndarray, np.ndarray]:
    """Targets [n, labels] mixing the votes and the FER2013 label, and a weight for each picture.

    A picture weighs as much as the share of its votes that falls on `labels`; one that neither set
    places among them weighs 0. Without FER+ the label alone is the target.
    """
    votes_share = votes_share if split.votes.any() else 0.0
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
