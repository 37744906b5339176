"""What a run leaves in its folder: a log with a line an epoch, and a checkpoint to go on from."""

import csv
import sys
from pathlib import Path

import torch


def write_command(folder: Path) -> None:
    """Writes how the run was started into `command.txt`, with no more of an absolute path than its last two names."""
    words = ["python", Path(sys.argv[0]).name]
    for option, word in zip(sys.argv, sys.argv[1:]):
        path = Path(word)
        words.append("DATA" if option == "--data" else str(Path(*path.parts[-2:])) if path.is_absolute() else word)
    (folder / "command.txt").write_text(" ".join(words) + "\n")


def write_log(path: Path, row: dict) -> None:
    new = not path.exists()
    with open(path, "a", newline="") as file:
        writer = csv.DictWriter(file, row.keys())
        if new:
            writer.writeheader()
        writer.writerow(row)
    print(" ".join(f"{k}={v}" for k, v in row.items()), flush=True)


def write_checkpoint(folder: Path, state: dict, epoch: int, best: float = 0.0) -> None:
    """Writes `last.pt` whole or not at all."""
    parts = {name: part.state_dict() for name, part in state.items()}
    torch.save(parts | {"epoch": epoch, "best": best}, folder / "last.tmp")
    (folder / "last.tmp").rename(folder / "last.pt")


def read_checkpoint(folder: Path, state: dict) -> tuple[int, float]:
    """Loads `last.pt` into `state`, if it is there; returns the last epoch and the best figure so far."""
    path = folder / "last.pt"
    if not path.exists():
        return 0, 0.0
    saved = torch.load(path)
    for name, part in state.items():
        part.load_state_dict(saved[name])
    print(f"resumed after epoch {saved['epoch']}", flush=True)
    return saved["epoch"], saved.get("best", 0.0)
