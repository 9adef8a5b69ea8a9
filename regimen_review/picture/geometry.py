"""Boxes, segments and convex outlines in the plane; y grows downwards. Lengths in px at 100 %."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre and size."""

    x: float
    y: float
    width: float
    height: float

    def corners(self, margin: float = 0.0) -> tuple[Point, Point, Point, Point]:
        """The four corners, clockwise from the top left, of the box grown by ``margin``."""
        half_w, half_h = self.width / 2 + margin, self.height / 2 + margin
        left, right, top, foot = self.x - half_w, self.x + half_w, self.y - half_h, self.y + half_h
        return (left, top), (right, top), (right, foot), (left, foot)

    def gap(self, other: Box) -> float:
        """Distance of two boxes along the axis that parts them most; negative where they overlap."""
        across = abs(self.x - other.x) - (self.width + other.width) / 2
        down = abs(self.y - other.y) - (self.height + other.height) / 2
        return max(across, down)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point lies inside the box grown by ``margin``."""
        return abs(x - self.x) <= self.width / 2 + margin and abs(y - self.y) <= self.height / 2 + margin

    def at(self, x: float, y: float) -> Box:
        """The same box elsewhere."""
        return Box(x, y, self.width, self.height)

    def edge_towards(self, x: float, y: float) -> Point:
        """Where the line from the centre to a point leaves the box."""
        dx, dy = x - self.x, y - self.y
        if dx == 0 and dy == 0:
            return self.x, self.y
        reach = min(
            (self.width / 2) / abs(dx) if dx else math.inf,
            (self.height / 2) / abs(dy) if dy else math.inf,
        )
        return self.x + dx * min(1.0, reach), self.y + dy * min(1.0, reach)


def passes(a: Point, b: Point, box: Box, margin: float = 0.0) -> bool:
    """Whether the segment from ``a`` to ``b`` touches the box grown by ``margin``: no axis parts them, neither the box's two nor
    the one across the segment (separating axis theorem, Gottschalk et al., SIGGRAPH 1996).
    """
    half_w, half_h = box.width / 2 + margin, box.height / 2 + margin
    across, down = (b[0] - a[0]) / 2, (b[1] - a[1]) / 2
    x, y = a[0] + across - box.x, a[1] + down - box.y
    wide, high = abs(across), abs(down)
    if abs(x) > half_w + wide or abs(y) > half_h + high:
        return False
    return abs(across * y - down * x) <= half_w * high + half_h * wide


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def convex_outline(points: Iterable[Point]) -> tuple[Point, ...]:
    """The convex hull of points (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)

    def chain(source: Sequence[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in source:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return tuple(chain(ordered) + chain(ordered[::-1]))


def inside(outline: Sequence[Point], point: Point) -> bool:
    """Whether a point lies in a convex outline."""
    turns = [_turn(a, b, point) for a, b in zip(outline, (*outline[1:], outline[0]), strict=True)]
    return all(t >= 0 for t in turns) or all(t <= 0 for t in turns)


def frame_of(outline: Sequence[Point]) -> Box:
    """The smallest box round an outline."""
    across, down = [x for x, _ in outline], [y for _, y in outline]
    left, right, top, foot = min(across), max(across), min(down), max(down)
    return Box((left + right) / 2, (top + foot) / 2, right - left, foot - top)


def touches(outline: Sequence[Point], box: Box, frame: Box | None = None) -> bool:
    """Whether a convex outline and a box share any point; ``frame`` is the outline's own, where it is known."""
    if len(outline) < 3 or (frame is not None and frame.gap(box) > 0):
        return False
    if inside(outline, (box.x, box.y)) or any(inside(outline, corner) for corner in box.corners()):
        return True
    return any(passes(a, b, box) for a, b in zip(outline, (*outline[1:], outline[0]), strict=True))


def along(a: Point, b: Point, share: float) -> Point:
    """The point at ``share`` (0 to 1) of the way."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def distance(a: Point, b: Point) -> float:
    """Euclidean distance."""
    return math.hypot(a[0] - b[0], a[1] - b[1])
