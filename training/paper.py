"""Repeats an experiment of "Emotion recognition on Real-Time using Keras" (2019).

    python paper.py --data DIR --labels five --out runs/paper-five

FER2013 labels alone, Adam, the checkpoint with the best validation accuracy, a learning rate that
drops on a plateau. As in the paper the validation pictures are those of PrivateTest, so its figures
flatter. A stopped run goes on from its last epoch when the same command is given again.
"""

import os
import time

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch
import torch.nn.functional as F

import fer
from augment import paper_augment
from network import paper_network
from options import run_parser
from run_files import read_checkpoint, write_checkpoint, write_command, write_log
from torch_twin import to_keras, to_torch


def main() -> None:
    args = run_parser(__doc__, epochs=25, batch=64).parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    write_command(args.out)
    keras.utils.set_random_seed(args.seed)
    labels, splits = fer.LABELS[args.labels], fer.load(args.data)
    train, validation = (labelled(splits[name], labels) for name in ("Training", "PrivateTest"))
    print(f"{len(train[0])} pictures to train on, {len(validation[0])} to validate", flush=True)

    network = paper_network(len(labels))
    model = to_torch(network)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.2, patience=3, threshold=1e-4)
    state = {"model": model, "optimizer": optimizer, "plateau": plateau}
    done, best = read_checkpoint(args.out, state)
    for epoch in range(done + 1, args.epochs + 1):
        started, generator = time.time(), torch.Generator().manual_seed(args.seed * 1000 + epoch)
        loss, accuracy = run_epoch(model, optimizer, *train, args.batch, generator)
        validation_loss, validation_accuracy = measure(model, *validation)
        rate = optimizer.param_groups[0]["lr"]
        plateau.step(validation_loss)
        write_log(args.out / "log.csv", {
            "epoch": epoch, "rate": rate, "seconds": round(time.time() - started),
            "loss": round(loss, 4), "accuracy": round(100 * accuracy, 2),
            "validation_loss": round(validation_loss, 4), "validation_accuracy": round(100 * validation_accuracy, 2),
        })
        if validation_accuracy > best:
            best = validation_accuracy
            to_keras(model, network)
            network.save(args.out / "network.keras")
        write_checkpoint(args.out, state, epoch, best)


def labelled(split: fer.Split, labels: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """All pictures with one of the FER2013 labels, those without a face too, and the labels' indices."""
    known = np.isin(split.fer2013, labels)
    index = [labels.index(name) for name in split.fer2013[known]]
    return torch.from_numpy(split.pictures[known]).unsqueeze(1), torch.tensor(index)


def run_epoch(model, optimizer, pictures, truth, batch, generator) -> tuple[float, float]:
    model.train()
    order, total, hits = torch.randperm(len(pictures), generator=generator), 0.0, 0
    for at in order.split(batch):
        x = paper_augment(pictures[at].float() / 255, generator).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(x).float()
        loss = F.cross_entropy(logits, truth[at])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(at)
        hits += int((logits.argmax(1) == truth[at]).sum())
    return total / len(pictures), hits / len(pictures)


@torch.no_grad()
def measure(model, pictures, truth) -> tuple[float, float]:
    model.eval()
    logits = torch.cat([
        model((x.float() / 255).contiguous(memory_format=torch.channels_last)) for x in pictures.split(512)
    ])
    return F.cross_entropy(logits, truth).item(), (logits.argmax(1) == truth).float().mean().item()


if __name__ == "__main__":
    main()
