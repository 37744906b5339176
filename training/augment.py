"""Random changes to a batch of 48x48 pictures, as tensors so that a step is quick on any device."""

import math

import torch
import torch.nn.functional as F


def augment(pictures: torch.Tensor, generator: torch.Generator, twins: bool = False) -> torch.Tensor:
    """Turns, scales, shifts, mirrors, blurs, lights, erases and grains [n, 1, 48, 48] pictures in [0, 1].

    With `twins`, gives [2n, 1, 48, 48]: the second half differs from the first by the fraction of a
    pixel by which a detector's boxes differ from frame to frame, and much of it is as if from a worse camera.
    """
    n = pictures.shape[0]

    def uniform(low, high):
        return torch.rand(n, generator=generator) * (high - low) + low

    angle = uniform(-15, 15) * math.pi / 180
    zoom, stretch = torch.exp(uniform(-0.2, 0.2)), torch.exp(uniform(-0.08, 0.08))
    mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    affine = torch.stack([
        torch.stack([mirror * cos * zoom * stretch, -sin * zoom, uniform(-0.2, 0.2)], -1),
        torch.stack([mirror * sin * zoom, cos * zoom / stretch, uniform(-0.2, 0.2)], -1),
    ], 1).to(pictures.device)
    if twins:
        pictures, affine = pictures.repeat(2, 1, 1, 1), torch.cat([affine, nudged(affine, generator)])
    grid = F.affine_grid(affine, list(pictures.shape), align_corners=False)
    pictures = F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)

    def column(values):
        return values.repeat(len(pictures) // n).view(-1, 1, 1, 1).to(pictures.device)

    pictures = _blur(pictures, column(uniform(-0.15, 0.15).clamp(min=0)))
    mean = pictures.mean((1, 2, 3), keepdim=True)
    pictures = (pictures - mean) * column(torch.exp(uniform(-0.35, 0.35))) + mean + column(uniform(-0.15, 0.15))
    pictures = pictures.clamp(0, 1) ** column(torch.exp(uniform(-0.25, 0.25)))
    pictures = _erase(pictures, uniform, column)
    grain = torch.randn((n, *pictures.shape[1:]), generator=generator).to(pictures.device)
    pictures = pictures + grain.repeat(len(pictures) // n, 1, 1, 1) * column(uniform(0, 0.04))
    if twins:
        pictures = torch.cat([pictures[:n], _worsened(pictures[n:], generator)])
    return pictures


def paper_augment(pictures: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Turns, shifts, zooms and mirrors as the paper does, in the ranges usual for its network."""
    n = pictures.shape[0]

    def uniform(low, high):
        return torch.rand(n, generator=generator) * (high - low) + low

    angle = uniform(-30, 30) * math.pi / 180
    across, down = uniform(0.7, 1.3), uniform(0.7, 1.3)
    mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    affine = torch.stack([
        torch.stack([mirror * cos * across, -sin * down, uniform(-0.8, 0.8)], -1),
        torch.stack([mirror * sin * across, cos * down, uniform(-0.8, 0.8)], -1),
    ], 1)
    grid = F.affine_grid(affine, list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)


def _blur(pictures, share):
    """Gives each pixel's two neighbours, along both axes, this share of it."""
    for axis in (2, 3):
        size = pictures.shape[axis]
        before = pictures.narrow(axis, 0, 1), pictures.narrow(axis, 0, size - 1)
        after = pictures.narrow(axis, 1, size - 1), pictures.narrow(axis, size - 1, 1)
        pictures = (1 - 2 * share) * pictures + share * (torch.cat(before, axis) + torch.cat(after, axis))
    return pictures


def nudged(affine, generator):
    """The same transforms, off by about a third of a pixel, 0.7% and 0.4 degrees."""
    size = torch.tensor([[[0.007, 0.007, 0.014], [0.007, 0.007, 0.014]]])
    return affine + torch.randn(affine.shape, generator=generator) * size


def _worsened(pictures, generator):
    """Two in five of them from 12 to 32 pixels a side, two in five with grain of up to 0.12."""
    n, size = pictures.shape[0], pictures.shape[-1]
    side = int(torch.randint(12, 33, (1,), generator=generator))
    small = F.interpolate(F.interpolate(pictures, size=side, mode="area"), size=size, mode="bilinear")
    is_small, is_grainy = (torch.rand((2, n, 1, 1, 1), generator=generator) < 0.4).to(pictures.device)
    most = torch.rand((n, 1, 1, 1), generator=generator) * 0.12
    grain = torch.randn(pictures.shape, generator=generator) * most
    return torch.where(is_small, small, pictures) + is_grainy * grain.to(pictures.device)


def _erase(pictures, uniform, cell):
    """Random erasing (Zhong et al. 2020): in a quarter of the pictures, a box becomes one random grey."""
    size = pictures.shape[-1]
    width, height = uniform(0.15, 0.45) * size, uniform(0.15, 0.45) * size
    left, top = uniform(0, 1) * (size - width), uniform(0, 1) * (size - height)
    at = torch.arange(size, device=pictures.device)
    x, y = at.view(1, 1, 1, size), at.view(1, 1, size, 1)
    inside = (x >= cell(left)) & (x < cell(left + width)) & (y >= cell(top)) & (y < cell(top + height))
    inside &= cell(uniform(0, 1)) < 0.25
    return torch.where(inside, cell(uniform(0, 1)), pictures)
