"""Where the signs of edges stand: on their edge near its middle, clear of boxes, of each other and of other edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regimen_review.picture.geometry import Box, Point
from regimen_review.picture.values import Mark

Numbers = NDArray[np.float64]

RADIUS: Mapping[Mark, float] = {"contraindicated": 12.0, "major": 14.0, "moderate": 9.0, "minor": 9.0, "intended": 9.0}
"""How much room a sign takes, in px from its middle."""
_SHARES = np.linspace(0.12, 0.88, 39)
_ON_BOX, _ON_SIGN, _ON_EDGE, _OFF_MIDDLE = 100.0, 60.0, 8.0, 12.0
_PIECES = 8


@dataclass(frozen=True, slots=True)
class Way:
    """The way of an edge: straight, or a quadratic curve with ``bend`` as its control point."""

    mark: Mark
    start: Point
    end: Point
    bend: Point | None = None

    def at(self, shares: Numbers) -> Numbers:
        """The points at some shares of the way, one a row."""
        t = shares[:, None]
        start, end = np.array(self.start), np.array(self.end)
        if self.bend is None:
            return np.asarray(start + (end - start) * t)
        return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * np.array(self.bend) + t**2 * end)

    def pieces(self) -> Numbers:
        """The way as straight pieces: start and end of each."""
        corners = self.at(np.linspace(0, 1, 2 if self.bend is None else _PIECES + 1))
        return np.stack((corners[:-1], corners[1:]), axis=1)


def sign_places(ways: Sequence[Way], order: Sequence[int], boxes: Sequence[Box]) -> list[Point]:
    """A place for the sign of each way; those that come first in ``order`` choose first. Where nothing is free, the place
    that covers least.
    """
    pieces = [way.pieces() for way in ways]
    owner = np.repeat(np.arange(len(ways)), [len(p) for p in pieces])
    lines = np.concatenate(pieces) if pieces else np.empty((0, 2, 2))
    frames = np.array([(b.x, b.y, b.width / 2, b.height / 2) for b in boxes]).reshape(len(boxes), 4)
    taken: list[tuple[float, float, float]] = []
    places: dict[int, Point] = {}
    for number in order:
        way, room = ways[number], RADIUS[ways[number].mark]
        points = way.at(_SHARES)
        price = _OFF_MIDDLE * np.abs(_SHARES - 0.5) + _ON_BOX * _covered(points, frames, room)
        price += _ON_EDGE * (_distances(points, lines[owner != number]) < room).sum(axis=1)
        price += _ON_SIGN * _overlapping(points, taken, room)
        x, y = points[int(price.argmin())]
        places[number] = (float(x), float(y))
        taken.append((float(x), float(y), room))
    return [places[number] for number in range(len(ways))]


def _covered(points: Numbers, frames: Numbers, room: float) -> Numbers:
    """How deep each point lies in the boxes grown by ``room``, as a share of it, added up."""
    beyond = np.abs(points[:, None, :] - frames[None, :, :2]) - frames[None, :, 2:]
    return np.asarray(np.clip(1 - beyond.max(axis=2) / room, 0.0, 2.0).sum(axis=1))


def _distances(points: Numbers, lines: Numbers) -> Numbers:
    """From each point to each straight piece."""
    start, run = lines[:, 0], lines[:, 1] - lines[:, 0]
    long = np.maximum((run**2).sum(axis=1), 1e-9)
    share = np.clip(((points[:, None, :] - start) * run).sum(axis=2) / long, 0.0, 1.0)
    off = points[:, None, :] - (start + share[:, :, None] * run)
    return np.asarray(np.sqrt((off**2).sum(axis=2)))


def _overlapping(points: Numbers, taken: Sequence[tuple[float, float, float]], room: float) -> Numbers:
    """How far each point's sign would cover signs that stand already, as a share of their room, added up."""
    if not taken:
        return np.zeros(len(points))
    signs = np.array(taken)
    apart = np.sqrt(((points[:, None, :] - signs[None, :, :2]) ** 2).sum(axis=2))
    return np.asarray(np.clip(1.5 - 1.5 * apart / (room + signs[:, 2]), 0.0, 1.0).sum(axis=1))
