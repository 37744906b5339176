"""Reads pictures sorted into a folder per class, the layout of FER2013's copies on Kaggle."""

from pathlib import Path

import numpy as np
from PIL import Image

FOLDERS = {"train": "Training", "validation": "PublicTest", "test": "PrivateTest"}


def read_folders(folder: Path, classes: list[str], splits: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures [n, 48, 48] of `train/CLASS/`, `validation/CLASS/` and `test/CLASS/`, classes and splits as indices.

    A file named as Kaggle's (`PublicTest_123.jpg`) belongs to the split of its name. Where that leaves
    PublicTest or PrivateTest empty, every second picture of the other one goes there.
    """
    paths = sorted(p for f in FOLDERS for p in (folder / f).glob("*/*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    for path in paths:
        if path.parent.name.lower() not in classes:
            raise ValueError(f"Cannot read {path.parent}: no class has this name, only {', '.join(classes)}")
    names = np.array([_split(path, splits) for path in paths], object)
    for empty, full in (("PublicTest", "PrivateTest"), ("PrivateTest", "PublicTest")):
        if empty not in names:
            names[np.flatnonzero(names == full)[::2]] = empty
    for split in splits:
        if split not in names:
            raise ValueError(f"Cannot read {folder}: it has no pictures for {split}")
    return (
        np.stack([_read(path) for path in paths]),
        np.array([classes.index(path.parent.name.lower()) for path in paths], np.uint8),
        np.array([splits.index(name) for name in names], np.uint8),
    )


def _split(path: Path, splits: list[str]) -> str:
    by_name = path.name.split("_")[0]
    return by_name if by_name in splits else FOLDERS[path.parts[-3]]


def _read(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        if picture.size != (48, 48):
            raise ValueError(f"Cannot read {path}: it has {picture.width}x{picture.height} pixels, not 48x48")
        return np.array(picture.convert("L"))
