"""Where nodes stand: hubs on one horizontal, what they share between them, the rest on its hub's side; then refined.

The refinement is a local search with a fixed order and no chance: each node in turn tries places near it and near its
neighbours and takes the cheapest. The price of a place counts, dearest first: boxes that touch, an edge through a box,
a stranger in a hull, crossing edges, a glyph that touches a box, long edges, and leaving the place it had before.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from regimen_review.picture.content import Content, Link
from regimen_review.picture.geometry import Box, Point, convex_outline, distance, frame_of, passes, touches
from regimen_review.picture.surroundings import Numbers, Places, Stretch, Surroundings
from regimen_review.picture.values import Mark

MARGIN = 10.0
HULL_MARGIN = 13.0
_IDEAL: dict[Mark, float] = {"contraindicated": 118, "major": 122, "moderate": 138, "minor": 150, "intended": 150}
_RINGS = ((90.0, 8), (46.0, 8), (20.0, 8), (8.0, 4))
_SWEEPS = 8
_MOST_TRIED = 8000
"""Places tried for one layout: a bound on the time that does not depend on the machine."""
_WORTH_A_MOVE = 0.5
_GRAVE = frozenset({"contraindicated", "major"})


class Layout:
    """The places of one picture while they are being found."""

    def __init__(self, content: Content, width: float, height: float, before: Mapping[str, Point]) -> None:
        self.width, self.height = width, height
        self.before = before
        self.links = content.links
        self.boxes: dict[str, Box] = {n.id: n.box for n in content.nodes}
        self.of_node: dict[str, list[Link]] = {n: [] for n in self.boxes}
        for link in self.links:
            self.of_node[link.a].append(link)
            self.of_node[link.b].append(link)
        self.stretches = [Stretch(x.a, x.b, x.mark in _GRAVE, _IDEAL[x.mark]) for x in self.links]
        self.hubs = tuple(h for h in content.hubs if h in self.boxes)
        self.groups = {k: m for k, (_, m) in content.groups.items() if 3 <= len(m) <= 5 and all(i in self.boxes for i in m)}
        self._outlines: dict[str, tuple[Point, ...]] = {}
        self._frames: dict[str, Box] = {}
        self.fixed = frozenset(self.hubs)
        self._tried = 0

    # --- beginning ---------------------------------------------------------------------------------------------

    def _neighbours(self, node: str) -> list[str]:
        return [link.b if link.a == node else link.a for link in self.of_node[node]]

    def begin(self) -> None:
        """Places by rule: before anything is refined."""
        placed: dict[str, Point] = {}
        for hub, share in zip(self.hubs, (0.27, 0.66) if len(self.hubs) > 1 else (0.5,), strict=False):
            placed[hub] = (self.width * share, self.height * 0.5)
        shared = [n for n in self.boxes if n not in placed and len(self.hubs) > 1 and set(self.hubs) <= set(self._neighbours(n))]
        for i, node in enumerate(shared):
            side = -1 if i % 2 == 0 else 1
            placed[node] = (self.width * 0.465, self.height * 0.5 + side * (70 + 62 * (i // 2)))
        self._fan(placed)
        self._rest(placed)
        for node, (x, y) in placed.items():
            kept = self.before.get(node)
            self.boxes[node] = self._bounded(self.boxes[node].at(*(kept or (x, y))))

    def _fan(self, placed: dict[str, Point]) -> None:
        """Nodes of one hub only, in a fan on its own side."""
        for index, hub in enumerate(self.hubs):
            own = [n for n in dict.fromkeys(self._neighbours(hub)) if n not in placed]
            outward = math.pi if index == 0 and len(self.hubs) > 1 else 0.0
            spread = math.pi * 1.25
            for i, node in enumerate(own):
                angle = outward + (spread * ((i + 0.5) / len(own) - 0.5) if own else 0)
                reach = 165 + 34 * (i % 2)
                x, y = placed[hub]
                placed[node] = (x + reach * 1.15 * math.cos(angle), y + reach * math.sin(angle))

    def _rest(self, placed: dict[str, Point]) -> None:
        """What hangs on placed nodes, outwards from the middle; then what hangs on nothing, in the corners."""
        waiting = [n for n in self.boxes if n not in placed]
        corners = ((0.1, 0.08), (0.9, 0.92), (0.9, 0.08), (0.1, 0.92), (0.5, 0.05), (0.5, 0.95))
        corner = 0
        while waiting:
            ready = [n for n in waiting if any(m in placed for m in self._neighbours(n))]
            if not ready:
                x, y = corners[corner % len(corners)]
                placed[waiting[0]] = (self.width * x, self.height * y)
                corner += 1
                waiting = waiting[1:]
                continue
            for i, node in enumerate(ready):
                anchors = [placed[m] for m in self._neighbours(node) if m in placed]
                x, y = sum(p[0] for p in anchors) / len(anchors), sum(p[1] for p in anchors) / len(anchors)
                away = math.atan2(y - self.height / 2, x - self.width / 2) + 0.5 * ((i % 3) - 1)
                placed[node] = (x + 125 * math.cos(away), y + 105 * math.sin(away))
            waiting = [n for n in waiting if n not in placed]

    def _bounded(self, box: Box) -> Box:
        x, y = self._bounded_places(box, [(box.x, box.y)])[0]
        return box.at(float(x), float(y))

    # --- refining ----------------------------------------------------------------------------------------------

    def refine(self) -> None:
        """Move nodes one by one while that makes the picture better."""
        for key in self.groups:
            self._outline(key)
        self._tried = 0
        order = sorted((n for n in self.boxes if n not in self.fixed), key=lambda n: (-len(self.of_node[n]), n))
        for sweep in range(_SWEEPS):
            moved = False
            for node in order:
                moved |= self._improve(node, sweep)
            if not moved or self._tried > _MOST_TRIED:
                return

    def faults(self) -> int:
        """How many rules the places break: boxes that touch, edges through a box, strangers in a hull."""
        boxes = list(self.boxes.items())
        count = sum(a.gap(b) < 12 for i, (_, a) in enumerate(boxes) for _, b in boxes[:i])
        for link in self.links:
            a, b = self.boxes[link.a], self.boxes[link.b]
            count += sum(passes((a.x, a.y), (b.x, b.y), box, 1) for i, box in boxes if i not in link.pair)
        for key, members in self.groups.items():
            self._outline(key)
            count += sum(touches(self._outlines[key], box, self._frames[key]) for i, box in boxes if i not in members)
        return count

    def _outline(self, key: str) -> None:
        corners = [c for i in self.groups[key] for c in self.boxes[i].corners(HULL_MARGIN)]
        self._outlines[key] = convex_outline(corners)
        self._frames[key] = frame_of(self._outlines[key])

    def _improve(self, node: str, sweep: int) -> bool:
        here = self.boxes[node]
        around = Surroundings(node, self.boxes, self.stretches)
        places = self._bounded_places(here, [(here.x, here.y), *self._candidates(node, sweep)])
        costs = self._costs(node, around, places)
        price = float(costs[0]) + self._hull_price(node, here)
        if price < (1.0 if sweep < 3 else 45.0):
            return False
        best, price = self._cheapest(node, places, costs, price)
        if price > 300 and sweep in (1, 3, 5):
            wide = self._bounded_places(here, self._everywhere())
            best = self._cheapest(node, wide, self._costs(node, around, wide), price)[0] or best
        if best is None:
            return False
        self.boxes[node] = best
        for key, members in self.groups.items():
            if node in members:
                self._outline(key)
        return True

    def _costs(self, node: str, around: Surroundings, places: Places) -> Numbers:
        self._tried += len(places)
        costs = around.prices(places)
        kept = self.before.get(node)  # leaving the place of an earlier picture costs too
        return costs if kept is None else costs + 0.9 * np.sqrt(((places - kept) ** 2).sum(axis=1))

    def _cheapest(self, node: str, places: Places, costs: Numbers, price: float) -> tuple[Box | None, float]:
        """The cheapest of some places with its price, where it is cheaper than ``price``. Hulls are dear to ask, so they are
        asked only of places that may still win, the most promising first.
        """
        best = None
        for place in costs.argsort(kind="stable"):
            if costs[place] >= price - _WORTH_A_MOVE:
                break
            box = self.boxes[node].at(float(places[place, 0]), float(places[place, 1]))
            cost = float(costs[place]) + self._hull_price(node, box)
            if cost < price - _WORTH_A_MOVE:
                best, price = box, cost
        return best, price

    def _candidates(self, node: str, sweep: int) -> list[Point]:
        """Places round the node, and round the middle of its neighbours."""
        here = self.boxes[node]
        rings = _RINGS[:3] if sweep < 4 else _RINGS[1:]
        places = [
            (here.x + reach * 1.2 * math.cos(2 * math.pi * i / n), here.y + reach * math.sin(2 * math.pi * i / n))
            for reach, n in rings
            for i in range(n)
        ]
        near = [self.boxes[m] for m in self._neighbours(node)]
        if near and sweep < 6:
            x, y = sum(b.x for b in near) / len(near), sum(b.y for b in near) / len(near)
            turn = 0.4 * sweep
            for reach in (0.0, 115.0, 180.0):
                count = 1 if reach == 0 else 8
                places += [
                    (x + reach * 1.15 * math.cos(turn + 2 * math.pi * i / count), y + reach * math.sin(turn + 2 * math.pi * i / count))
                    for i in range(count)
                ]
        return places

    def _everywhere(self) -> list[Point]:
        """Places all over the frame, for a node that cannot stay where it is."""
        columns, rows = 8, 7
        return [(self.width * (i + 0.5) / columns, self.height * (j + 0.5) / rows) for i in range(columns) for j in range(rows)]

    def _bounded_places(self, box: Box, places: list[Point]) -> Places:
        """The places, moved so that the box stays in the frame; one a row."""
        least = np.array([box.width / 2 + MARGIN, box.height / 2 + MARGIN])
        most = np.maximum(least, np.array([self.width, self.height]) - least)
        bounded: Places = np.minimum(np.maximum(np.array(places), least), most)
        return bounded

    def _hull_price(self, node: str, box: Box) -> float:
        cost = 0.0
        for key, members in self.groups.items():
            if node in members:
                corners = [c for i in members for c in (box if i == node else self.boxes[i]).corners(HULL_MARGIN)]
                outline = convex_outline(corners)
                frame = frame_of(outline)
                cost += 520 * sum(touches(outline, b, frame) for i, b in self.boxes.items() if i not in members)
                cost += 0.5 * sum(distance((box.x, box.y), (self.boxes[i].x, self.boxes[i].y)) for i in members if i != node)
            elif touches(self._outlines[key], box, self._frames[key]):
                cost += 520
        return cost
