"""Trains the paper's network on FER2013 and FER+ together and writes it as a `.keras` file.

    python train.py --data DIR --labels five --out runs/five

A stopped run goes on from its last epoch when the same command is given again.
"""

import argparse
import math
import os
import time
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch

import fer
from augment import augment
from evaluate import probabilities, scores
from network import paper_network
from options import run_parser
from run_files import read_checkpoint, write_checkpoint, write_command, write_log
from shipped import load_network
from teachers import Teachers, taught_targets
from torch_twin import to_keras, to_torch


def arguments() -> argparse.Namespace:
    parser = run_parser(__doc__, epochs=40, batch=192)
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate of AdamW")
    parser.add_argument("--votes", type=float, default=0.6, help="share of the FER+ votes in a target")
    parser.add_argument("--conv-dropout", type=float, default=0.2)
    parser.add_argument("--dense-dropout", type=float, default=0.4)
    parser.add_argument("--width", type=float, default=1, help="how many times as many filters as the paper's network")
    parser.add_argument("--start", type=Path, help="a .keras file, or a folder of models/, to start from")
    parser.add_argument("--taught", type=Path, help="what teachers.py wrote, to be a part of each target")
    parser.add_argument("--taught-share", type=float, default=0.5, help="weight of that part, or of the teachers' answers")
    parser.add_argument("--teachers", type=Path, nargs="+", default=[], help="networks of the same labels, asked at each step")
    parser.add_argument("--outside", type=Path, help="one more teacher: an .npy file, as for teachers.py")
    parser.add_argument("--teacher-shares", type=float, nargs="+", default=[], help="weight of each in their log-average")
    parser.add_argument("--consistency", type=float, default=0.0, help="weight of the squared difference between twins")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    write_command(args.out)
    keras.utils.set_random_seed(args.seed)
    labels = fer.LABELS[args.labels]
    splits = fer.load(args.data)
    train = splits["Training"]
    targets, weights = fer.soft_targets(train, labels, args.votes)
    if args.taught:
        taught, share = taught_targets(args.taught, labels, targets)
        by_label, by_teacher = (1 - args.taught_share) * weights, args.taught_share * share * train.is_face
        weights = by_label + by_teacher
        targets = (by_label[:, None] * targets + by_teacher[:, None] * taught) / np.maximum(weights, 1e-6)[:, None]
        targets, weights = targets.astype(np.float32), weights.astype(np.float32)
    keep = (weights > 0.2) & fer.without_pictures_of(train, splits["PublicTest"], splits["PrivateTest"])
    pictures = torch.from_numpy(train.pictures[keep]).unsqueeze(1)
    targets, weights = torch.from_numpy(targets[keep]), torch.from_numpy(weights[keep])
    print(f"{len(pictures)} pictures, mean target {targets.mean(0).numpy().round(3)}", flush=True)

    network = paper_network(len(labels), args.conv_dropout, args.dense_dropout, args.width)
    if args.start:
        start_from(network, *load_network(args.start), labels)
    model = to_torch(network)
    outside = np.load(args.outside)[train.rows][keep] if args.outside else None
    teachers = Teachers(labels, args.teachers, outside, args.teacher_shares) if args.teachers else None
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.02)
    steps = len(pictures) // args.batch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: rate_factor(step / (steps * args.epochs), warm_up=min(2 / args.epochs, 0.5))
    )
    state = {"model": model, "average": average, "optimizer": optimizer, "schedule": schedule}
    done, _ = read_checkpoint(args.out, state)
    for epoch in range(done + 1, args.epochs + 1):
        started, generator = time.time(), torch.Generator().manual_seed(args.seed * 1000 + epoch)
        loss = run_epoch(model, average, optimizer, schedule, pictures, targets, weights, teachers, args, generator)
        to_keras(average.module, network)
        result = scores(probabilities(network, splits["PublicTest"].pictures), splits["PublicTest"], labels)
        write_log(args.out / "log.csv", {"epoch": epoch, "loss": round(loss, 4), "seconds": round(time.time() - started), **result})
        network.save(args.out / "network.keras")
        write_checkpoint(args.out, state, epoch)


def start_from(network: keras.Sequential, start: keras.Sequential, known: list[str], labels: list[str]) -> None:
    """Copies the weights of `start`, of the last layer those of the labels that it knows."""
    *body, start_kernel, start_bias = start.get_weights()
    *_, kernel, bias = network.get_weights()
    for at, name in enumerate(labels):
        if name in known:
            kernel[:, at], bias[at] = start_kernel[:, known.index(name)], start_bias[known.index(name)]
    network.set_weights([*body, kernel, bias])


def rate_factor(progress: float, warm_up: float) -> float:
    """A linear warm-up, then half a cosine to zero."""
    if progress < warm_up:
        return progress / warm_up
    return 0.5 * (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up)))


def run_epoch(model, average, optimizer, schedule, pictures, targets, weights, teachers, args, generator) -> float:
    model.train()
    order, total = torch.randperm(len(pictures), generator=generator), 0.0
    steps, views = len(pictures) // args.batch, 2 if args.consistency else 1
    for step in range(steps):
        at = order[step * args.batch:(step + 1) * args.batch]
        x = augment(pictures[at].float() / 255, generator, twins=views == 2)
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(x).float()
        target, weight = targets[at], weights[at].repeat(views)
        if teachers:
            target = (1 - args.taught_share) * target + args.taught_share * teachers.answer(x[:len(at)], at)
        target = target.repeat(views, 1)
        loss = -(weight * (target * torch.log_softmax(logits, -1)).sum(-1)).sum() / weight.sum()
        if args.consistency:
            one, other = torch.softmax(logits, -1).chunk(2)
            loss = loss + args.consistency * ((one - other) ** 2).sum(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(model)
        total += loss.item()
    return total / steps


if __name__ == "__main__":
    main()
