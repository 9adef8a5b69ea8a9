"""What stands round one node while it looks for its place: prepared once, asked for each place that it tries.

The inner loops are written out, without calls: they run some hundred thousand times for one picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regimen_review.picture.geometry import Box, passes

THROUGH, GLYPH_ON_BOX, CROSSING, GRAVE_CROSSING = 330.0, 40.0, 42.0, 75.0
_CLEAR, _GLYPH = 7.0, 11.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """An edge between two placed nodes, by its centres; ``grave`` for Warning and Danger."""

    a: str
    b: str
    ax: float
    ay: float
    bx: float
    by: float
    grave: bool


class Surroundings:
    """Boxes and edges other than those of one node."""

    def __init__(self, node: str, boxes: Mapping[str, Box], others: Iterable[Stretch], own: Iterable[tuple[str, bool]]) -> None:
        self._boxes = [
            (i, b, b.x - b.width / 2, b.x + b.width / 2, b.y - b.height / 2, b.y + b.height / 2) for i, b in boxes.items() if i != node
        ]
        self._others = tuple(others)
        self._own = [(there, boxes[there].x, boxes[there].y, grave) for there, grave in own]

    def price(self, box: Box, limit: float) -> float:
        """What the edges cost with the node at ``box``; stops counting above ``limit``."""
        x, y = box.x, box.y
        cost = 0.0
        for there, tx, ty, _ in self._own:
            cost += self._through_boxes(there, x, y, tx, ty)
            if cost > limit:
                return cost
        left, right, top, foot = x - box.width / 2, x + box.width / 2, y - box.height / 2, y + box.height / 2
        for edge in self._others:
            ax, ay, bx, by = edge.ax, edge.ay, edge.bx, edge.by
            if not (
                (ax < left - _CLEAR and bx < left - _CLEAR)
                or (ax > right + _CLEAR and bx > right + _CLEAR)
                or (ay < top - _CLEAR and by < top - _CLEAR)
                or (ay > foot + _CLEAR and by > foot + _CLEAR)
            ) and passes((ax, ay), (bx, by), box, _CLEAR):
                cost += THROUGH
        return cost if cost > limit else cost + self._crossings(x, y)

    def _through_boxes(self, there: str, x: float, y: float, tx: float, ty: float) -> float:
        cost = 0.0
        west, east = (x, tx) if x < tx else (tx, x)
        north, south = (y, ty) if y < ty else (ty, y)
        mx, my = x * 0.5 + tx * 0.5, y * 0.5 + ty * 0.5
        for other, box, left, right, top, foot in self._boxes:
            if other == there or east < left - _CLEAR or west > right + _CLEAR or south < top - _CLEAR or north > foot + _CLEAR:
                continue
            if passes((x, y), (tx, ty), box, _CLEAR):
                cost += THROUGH
            elif left - _GLYPH < mx < right + _GLYPH and top - _GLYPH < my < foot + _GLYPH:
                cost += GLYPH_ON_BOX
        return cost

    def _crossings(self, x: float, y: float) -> float:
        cost = 0.0
        for there, tx, ty, grave in self._own:
            ex, ey = tx - x, ty - y
            west, east = (x, tx) if x < tx else (tx, x)
            north, south = (y, ty) if y < ty else (ty, y)
            for edge in self._others:
                ax, ay, bx, by = edge.ax, edge.ay, edge.bx, edge.by
                if (ax < west and bx < west) or (ax > east and bx > east) or (ay < north and by < north) or (ay > south and by > south):
                    continue
                if there in (edge.a, edge.b):
                    continue
                if (ex * (ay - y) - ey * (ax - x)) * (ex * (by - y) - ey * (bx - x)) >= 0:
                    continue
                fx, fy = bx - ax, by - ay
                if (fx * (y - ay) - fy * (x - ax)) * (fx * (ty - ay) - fy * (tx - ax)) < 0:
                    cost += GRAVE_CROSSING if grave and edge.grave else CROSSING
        return cost
