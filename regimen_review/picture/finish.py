"""The last step of a picture: edges clipped to boxes and led round them, hulls kept only without strangers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, product

from regimen_review.picture.content import Content, Link
from regimen_review.picture.geometry import Box, Point, along, convex_outline, passes, touches
from regimen_review.picture.layout import HULL_MARGIN
from regimen_review.picture.signs import Way, sign_places
from regimen_review.picture.values import MARKS, Edge, Hull, Node

_LIFTS = (40, 70, 100, 140, 190, 250)
_LEANS = (0.5, 0.3, 0.7)
"""Where along the line the control point of a curve stands: in the middle, or nearer to one end."""


def clipped(a: Box, b: Box) -> tuple[Point, Point]:
    """The part of the line between two centres that lies outside both boxes."""
    return a.edge_towards(b.x, b.y), b.edge_towards(a.x, a.y)


def on_curve(start: Point, end: Point, bend: Point | None, share: float) -> Point:
    """The point at ``share`` of a straight or quadratic way."""
    if bend is None:
        return along(start, end, share)
    return along(along(start, bend, share), along(bend, end, share), share)


def _is_free(start: Point, end: Point, bend: Point, boxes: list[Box]) -> bool:
    points = [on_curve(start, end, bend, i / 14) for i in range(15)]
    return not any(passes(p, q, box, 3) for p, q in pairwise(points) for box in boxes)


def way_round(a: Box, b: Box, boxes: list[Box]) -> Point | None:
    """The control point of the flattest curve between two boxes that passes no other box, or None."""
    dx, dy = b.x - a.x, b.y - a.y
    long = math.hypot(dx, dy) or 1.0
    for lift, lean, side in product(_LIFTS, _LEANS, (1, -1)):
        bend = (a.x + dx * lean - dy / long * lift * side, a.y + dy * lean + dx / long * lift * side)
        if _is_free(a.edge_towards(*bend), b.edge_towards(*bend), bend, boxes):
            return bend
    return None


def _ends(a: Box, b: Box, strangers: list[Box]) -> tuple[Point, Point, Point | None]:
    """Start, end and bend of an edge: straight where that passes no box."""
    start, end = clipped(a, b)
    if not any(passes(start, end, box, 1) for box in strangers):
        return start, end, None
    bend = way_round(a, b, strangers)
    return (start, end, None) if bend is None else (a.edge_towards(*bend), b.edge_towards(*bend), bend)


def edges_of(links: tuple[Link, ...], boxes: Mapping[str, Box]) -> tuple[Edge, ...]:
    """Edges with their places; the signs of what is to be decided choose their places first, then the graver ones."""
    ways = []
    for link in links:
        strangers = [box for node, box in boxes.items() if node not in link.pair]
        ways.append(Way(link.mark, *_ends(boxes[link.a], boxes[link.b], strangers)))
    order = sorted(range(len(links)), key=lambda i: (links[i].number == "", MARKS.index(links[i].mark), i))
    places = sign_places(ways, order, list(boxes.values()))
    return tuple(
        Edge(x.finding, x.part, x.a, x.b, x.mark, x.number, way.start, way.end, place, x.words, x.also, way.bend)
        for x, way, place in zip(links, ways, places, strict=True)
    )


def hulls_of(content: Content, boxes: Mapping[str, Box]) -> tuple[Hull, ...]:
    """Outlines of findings of three to five drugs; one with a stranger inside is left out and counted at its hub."""
    made = []
    for finding, (mark, members) in content.groups.items():
        if not 3 <= len(members) <= 5 or any(i not in boxes for i in members):
            continue
        outline = convex_outline(c for i in members for c in boxes[i].corners(HULL_MARGIN))
        if not any(touches(outline, box) for i, box in boxes.items() if i not in members):
            made.append(Hull(finding, mark, outline, members))
    return tuple(made)


def counted_nodes(content: Content, nodes: tuple[Node, ...], hulls: tuple[Hull, ...]) -> tuple[Node, ...]:
    """Nodes with the count of a large finding at the drug that most of its edges meet."""
    drawn = {h.finding for h in hulls}
    counts: dict[str, int] = {}
    for finding, (_, members) in content.groups.items():
        if finding in drawn:
            continue
        own = [x for x in content.links if x.finding == finding]
        if own:
            hub = max(members, key=lambda m: (sum(m in x.pair for x in own), m))
            counts[hub] = max(counts.get(hub, 0), len(members))
    return tuple(replace(n, count=counts.get(n.id, 0)) for n in nodes)
