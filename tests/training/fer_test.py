"""Tests of training/fer.py on pictures made here.

    python -m unittest discover -s tests/training -p '*_test.py'
"""

import csv
import os
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

os.environ.setdefault("KERAS_BACKEND", "torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import fer
from evaluate import scores

ROWS = [(name, split) for split in ("Training", "PublicTest", "PrivateTest") for name in fer.FER2013 for _ in range(2)]
PICTURES = np.random.default_rng(1).integers(0, 256, (len(ROWS), 48, 48), np.uint8)


def write_csv(folder: Path, votes: np.ndarray | None = None) -> None:
    with open(folder / "fer2013.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["emotion", "pixels", "Usage"])
        for (name, split), picture in zip(ROWS, PICTURES):
            table.writerow([fer.FER2013.index(name), " ".join(map(str, picture.ravel())), split])
    if votes is not None:
        with open(folder / "fer2013new.csv", "w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["Usage", "Image name", *fer.FERPLUS])
            for (_, split), row in zip(ROWS, votes):
                table.writerow([split, "" if row[-1] == 10 else "a.png", *row])


def write_pictures(folder: Path, place, suffix: str = ".png") -> None:
    for row, ((name, split), picture) in enumerate(zip(ROWS, PICTURES)):
        path = folder / place(split, row) / name / f"{split}_{row:02}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(path)


def kaggle(split: str, _row: int) -> str:
    return "train" if split == "Training" else "test"


class Load(unittest.TestCase):
    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)

    def by_picture(self, splits: dict[str, fer.Split]) -> dict[bytes, tuple[str, str]]:
        return {
            picture.tobytes(): (name, str(label))
            for name, split in splits.items() for picture, label in zip(split.pictures, split.fer2013)
        }

    def test_folders_hold_what_the_csv_holds(self) -> None:
        for part in ("csv", "folders"):
            (self.folder / part).mkdir()
        write_csv(self.folder / "csv")
        write_pictures(self.folder / "folders", kaggle)
        expected = self.by_picture(fer.load(self.folder / "csv"))
        self.assertEqual(len(expected), len(ROWS))
        self.assertEqual(self.by_picture(fer.load(self.folder / "folders")), expected)

    def test_a_validation_folder_is_public_test(self) -> None:
        folders = {"Training": "train", "PublicTest": "validation", "PrivateTest": "test"}
        write_pictures(self.folder, lambda split, _: folders[split])
        for split in fer.SPLITS:
            for path in (self.folder / folders[split]).glob("*/*"):
                path.rename(path.with_name(path.name.split("_")[1]))
        expected = {picture.tobytes(): (split, name) for (name, split), picture in zip(ROWS, PICTURES)}
        self.assertEqual(self.by_picture(fer.load(self.folder)), expected)

    def test_one_validation_folder_makes_both_splits(self) -> None:
        write_pictures(self.folder, lambda split, _: {"Training": "train"}.get(split, "validation"))
        for path in (self.folder / "validation").glob("*/*"):
            path.rename(path.with_name(path.name.split("_")[1]))
        splits = fer.load(self.folder)
        self.assertEqual([len(splits[name].pictures) for name in fer.SPLITS], [14, 14, 14])

    def test_one_test_folder_without_kaggles_names_makes_both_splits(self) -> None:
        write_pictures(self.folder, kaggle)
        for path in (self.folder / "test").glob("*/*"):
            path.rename(path.with_name(path.name.split("_")[1]))
        splits = fer.load(self.folder)
        self.assertEqual([len(splits[name].pictures) for name in fer.SPLITS], [14, 14, 14])
        for name in ("PublicTest", "PrivateTest"):
            self.assertEqual(sorted(splits[name].fer2013), sorted(fer.FER2013 * 2))

    def test_jpegs_and_colour_are_read_as_grey(self) -> None:
        write_pictures(self.folder, kaggle, ".jpg")
        path = min((self.folder / "train" / "sad").iterdir())
        ramp = np.broadcast_to(np.linspace(0, 255, 48).astype(np.uint8)[:, None], (48, 48))
        Image.fromarray(ramp).convert("RGB").save(path, quality=95)
        train = fer.load(self.folder)["Training"]
        picture = train.pictures[train.fer2013 == "sad"][0].astype(int)
        self.assertLess(abs(picture - ramp).max(), 6)

    def test_other_folders_and_sizes_are_refused_by_name(self) -> None:
        write_pictures(self.folder, kaggle)
        path = self.folder / "train" / "sad" / "big.png"
        Image.new("L", (50, 48)).save(path)
        with self.assertRaisesRegex(ValueError, r"big\.png: it has 50x48 pixels, not 48x48"):
            fer.load(self.folder)
        path.unlink()
        (self.folder / "train" / "bored").mkdir()
        Image.new("L", (48, 48)).save(self.folder / "train" / "bored" / "a.png")
        with self.assertRaisesRegex(ValueError, r"bored: no class has this name"):
            fer.load(self.folder)

    def test_without_votes_the_label_is_the_target(self) -> None:
        write_csv(self.folder)
        train, labels = fer.load(self.folder)["Training"], fer.LABELS["five"]
        targets, weights = fer.soft_targets(train, labels, votes_share=0.6)
        for name, target, weight in zip(train.fer2013, targets, weights):
            self.assertEqual(weight, name in labels)
            if name in labels:
                self.assertEqual(target.tolist(), np.eye(5)[labels.index(name)].tolist())
        self.assertEqual(list(fer.truths(train, labels)), ["fer2013"])
        p = np.eye(5)[[labels.index(n) if n in labels else 0 for n in train.fer2013]]
        self.assertEqual(scores(p, train, labels), {"fer2013_accuracy": 100, "fer2013_macro": 100, "fer2013_worst": 100})

    def test_votes_and_labels_are_mixed(self) -> None:
        votes = np.zeros((len(ROWS), 10), int)
        votes[:, fer.FERPLUS.index("sad")] = 6
        votes[:, fer.FERPLUS.index("neutral")] = 3
        votes[:, fer.FERPLUS.index("fear")] = 1
        votes[0] = [0] * 9 + [10]
        write_csv(self.folder, votes)
        train, labels = fer.load(self.folder)["Training"], fer.LABELS["nas"]
        self.assertEqual(train.is_face.tolist(), [False] + [True] * 13)
        self.assertEqual(fer.ferplus_majority(train, labels).tolist(), [-1] + [2] * 13)
        targets, weights = fer.soft_targets(train, labels, votes_share=0.6)
        self.assertEqual(weights[0], 0)
        np.testing.assert_allclose(targets[1], [0.6 / 3, 0.4, 0.6 * 2 / 3], atol=1e-6)
        np.testing.assert_allclose(weights[[1, 2]], [1, 0.6], atol=1e-6)


if __name__ == "__main__":
    unittest.main()
