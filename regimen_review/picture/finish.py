"""The last step of a picture: edges clipped to boxes, glyphs moved clear, hulls kept only without strangers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from regimen_review.picture.content import Content, Link
from regimen_review.picture.geometry import Box, Point, along, convex_outline, distance, touches
from regimen_review.picture.layout import HULL_MARGIN
from regimen_review.picture.values import Edge, Hull, Node

_CLEAR = 10.0
_SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.15, 0.85)


def clipped(a: Box, b: Box) -> tuple[Point, Point]:
    """The part of the line between two centres that lies outside both boxes."""
    return a.edge_towards(b.x, b.y), b.edge_towards(a.x, a.y)


def glyph_place(start: Point, end: Point, boxes: list[Box], taken: list[Point]) -> Point:
    """A place on the segment that touches no box and no other glyph, as near to its middle as can be; where there is
    none, the place that is clearest."""
    best, worst = along(start, end, 0.5), -1.0
    for share in _SHARES:
        place = along(start, end, share)
        if any(box.holds(*place, margin=_CLEAR) for box in boxes):
            continue
        room = min((distance(place, other) for other in taken), default=99.0)
        if room >= 2 * _CLEAR:
            return place
        if room > worst:
            best, worst = place, room
    return best


def edges_of(links: tuple[Link, ...], boxes: Mapping[str, Box]) -> tuple[Edge, ...]:
    """Edges with their places; the gravest choose the places of their glyphs first."""
    taken: list[Point] = []
    made = []
    order = sorted(range(len(links)), key=lambda i: (links[i].number == "", i))
    done: dict[int, Edge] = {}
    for i in order:
        link = links[i]
        start, end = clipped(boxes[link.a], boxes[link.b])
        place = glyph_place(start, end, list(boxes.values()), taken)
        taken.append(place)
        done[i] = Edge(link.finding, link.part, link.a, link.b, link.mark, link.number, start, end, place, link.words, link.also)
    made = [done[i] for i in range(len(links))]
    return tuple(made)


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
