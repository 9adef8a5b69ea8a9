"""What stands round one node while it looks for its place: prepared once, asked for all the places that it tries at once.

Arrays hold a place a row; further axes are the node's own edges, the other boxes and the other edges, in this order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regimen_review.picture.geometry import Box

Numbers = NDArray[np.float64]
Places = NDArray[np.float64]
"""Places to stand, one a row: x and y."""
Pair = tuple[Numbers | float, Numbers | float]

APART = 14.0
"""Boxes nearer than this count as touching."""
_NEAR = 46.0
_CLEAR, _GLYPH = 7.0, 11.0
TOUCHING, THROUGH, GLYPH_ON_BOX, CROSSING, GRAVE_CROSSING = 420.0, 330.0, 40.0, 42.0, 75.0
_IDEAL_SHARE, _SHORT, _TOO_SHORT = 0.72, 30.0, 160.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """An edge between two placed nodes; ``grave`` for Warning and Danger; ``ideal`` is its best length in px."""

    a: str
    b: str
    grave: bool
    ideal: float

    def other(self, node: str) -> str:
        """The node at the other end."""
        return self.b if node == self.a else self.a


def _column(values: Sequence[float]) -> Numbers:
    return np.array(values, dtype=np.float64)


def _meets(middle: Pair, run: Pair, box: Pair) -> NDArray[np.bool_]:
    """Whether segments touch boxes: no axis parts them. ``middle`` leads from the box's centre to the segment's, ``run`` is
    half the segment, ``box`` half the box's width and height.
    """
    (x, y), (across, down), (half_w, half_h) = middle, run, box
    wide, high = np.abs(across), np.abs(down)
    met: NDArray[np.bool_] = (np.abs(x) <= half_w + wide) & (np.abs(y) <= half_h + high)
    return met & (np.abs(across * y - down * x) <= half_w * high + half_h * wide)


class Surroundings:
    """Boxes and edges other than those of one node, and its own edges."""

    def __init__(self, node: str, boxes: Mapping[str, Box], edges: Sequence[Stretch]) -> None:
        self._size = boxes[node]
        others = [(i, b) for i, b in boxes.items() if i != node]
        self._x, self._y = _column([b.x for _, b in others]), _column([b.y for _, b in others])
        self._half_w, self._half_h = _column([b.width / 2 for _, b in others]), _column([b.height / 2 for _, b in others])
        own = [(edge, edge.other(node)) for edge in edges if node in (edge.a, edge.b)]
        ends = [boxes[end] for _, end in own]
        self._end_x, self._end_y = _column([b.x for b in ends])[:, None], _column([b.y for b in ends])[:, None]
        self._end_w, self._end_h = _column([b.width / 2 for b in ends]), _column([b.height / 2 for b in ends])
        self._ideal = _column([edge.ideal * _IDEAL_SHARE for edge, _ in own])
        self._strangers = np.array([[i != end for i, _ in others] for _, end in own], dtype=bool).reshape(len(own), len(others))
        self._prepare_others(own, [edge for edge in edges if node not in (edge.a, edge.b)], boxes)

    def _prepare_others(self, own: list[tuple[Stretch, str]], rest: list[Stretch], boxes: Mapping[str, Box]) -> None:
        """The edges that do not end at the node: where they run, and what it costs to cross them."""
        a, b = [boxes[edge.a] for edge in rest], [boxes[edge.b] for edge in rest]
        self._ax, self._ay = _column([box.x for box in a]), _column([box.y for box in a])
        self._bx, self._by = _column([box.x for box in b]), _column([box.y for box in b])
        costs = [
            [0.0 if end in (edge.a, edge.b) else GRAVE_CROSSING if mine.grave and edge.grave else CROSSING for edge in rest]
            for mine, end in own
        ]
        self._crossing_costs = np.array(costs, dtype=np.float64).reshape(len(own), len(rest))
        run_x, run_y = self._bx - self._ax, self._by - self._ay
        self._end_side = run_x * (self._end_y - self._ay) - run_y * (self._end_x - self._ax)

    def prices(self, places: Places) -> Numbers:
        """What each place costs in boxes that touch, long edges, edges through boxes, and edges that cross."""
        x, y = places[:, :1], places[:, 1:]
        cost = self._touching(x, y) + self._passed_through(x, y)
        if self._ideal.size:
            cost += self._lengths(x, y) + self._through_boxes(x[:, :, None], y[:, :, None]) + self._crossings(x, y)
        return cost

    def _touching(self, x: Numbers, y: Numbers) -> Numbers:
        across = np.abs(x - self._x) - (self._size.width / 2 + self._half_w)
        down = np.abs(y - self._y) - (self._size.height / 2 + self._half_h)
        gap = np.maximum(across, down)
        price = np.where(gap < APART, TOUCHING + 9 * (APART - gap), np.maximum(_NEAR - gap, 0.0) * 0.5)
        return np.asarray(price.sum(axis=1))

    def _lengths(self, x: Numbers, y: Numbers) -> Numbers:
        """Own edges from box to box, against their best length."""
        dx, dy = np.abs(x - self._end_x[:, 0]), np.abs(y - self._end_y[:, 0])
        wide, high = np.maximum(dx, 1e-9), np.maximum(dy, 1e-9)
        mine = np.minimum(1.0, np.minimum(self._size.width / 2 / wide, self._size.height / 2 / high))
        theirs = np.minimum(1.0, np.minimum(self._end_w / wide, self._end_h / high))
        long = np.abs(1 - mine - theirs) * np.sqrt(dx * dx + dy * dy)
        price = np.where(long < self._ideal, 46 * (1 - long / self._ideal) ** 2, 0.13 * (long - self._ideal))
        return np.asarray((price + np.where(long < _SHORT, _TOO_SHORT, 0.0)).sum(axis=1))

    def _through_boxes(self, x: Numbers, y: Numbers) -> Numbers:
        """Own edges that pass other boxes, and glyphs in their middle that lie on one."""
        across, down = (self._end_x - x) / 2, (self._end_y - y) / 2
        from_x, from_y = x + across - self._x, y + down - self._y
        through = _meets((from_x, from_y), (across, down), (self._half_w + _CLEAR, self._half_h + _CLEAR))
        glyph = (np.abs(from_x) < self._half_w + _GLYPH) & (np.abs(from_y) < self._half_h + _GLYPH) & ~through
        price = THROUGH * (through & self._strangers) + GLYPH_ON_BOX * (glyph & self._strangers)
        return np.asarray(price.sum(axis=(1, 2)))

    def _passed_through(self, x: Numbers, y: Numbers) -> Numbers:
        """Other edges that pass the node's own box."""
        across, down = (self._bx - self._ax) / 2, (self._by - self._ay) / 2
        box = self._size.width / 2 + _CLEAR, self._size.height / 2 + _CLEAR
        passed = _meets((self._ax + across - x, self._ay + down - y), (across, down), box)
        return np.asarray(THROUGH * passed.sum(axis=1))

    def _crossings(self, x: Numbers, y: Numbers) -> Numbers:
        """Own edges that cross other edges: the ends of each lie on different sides of the other."""
        run_x, run_y = self._bx - self._ax, self._by - self._ay
        here_side = run_x * (y - self._ay) - run_y * (x - self._ax)
        x, y = x[:, :, None], y[:, :, None]
        own_x, own_y = self._end_x - x, self._end_y - y
        a_side = own_x * (self._ay - y) - own_y * (self._ax - x)
        b_side = own_x * (self._by - y) - own_y * (self._bx - x)
        crossed = (a_side * b_side < 0) & (here_side[:, None, :] * self._end_side < 0)
        return np.asarray((crossed * self._crossing_costs).sum(axis=(1, 2)))
