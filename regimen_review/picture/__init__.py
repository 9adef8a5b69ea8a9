"""The interaction graph as a picture, laid out without any drawing library: window, print and SVG draw the same one.

The layout needs numpy, which is loaded with the first picture: on the thread that lays it out, not where a view is made.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from regimen_review.findings import Review
from regimen_review.picture.content import Content, content_of
from regimen_review.picture.geometry import Box, Point
from regimen_review.picture.values import DRAWN, MARKS, Edge, Hull, Mark, Node, Picture, TrayEntry

__all__ = ["DRAWN", "MARKS", "Box", "Edge", "Hull", "Mark", "Node", "Picture", "TrayEntry", "draw_picture"]

if TYPE_CHECKING:
    from regimen_review.picture.layout import Layout

_FRAME = 22.0
_SIZES = (1.0, 1.2)


def _best_layout(content: Content, width: float, height: float, before: Mapping[str, Point]) -> Layout:
    """The first layout that breaks no rule, in frames that grow; else the one that breaks fewest."""
    from regimen_review.picture.layout import Layout

    best: Layout | None = None
    for size in _SIZES:
        layout = Layout(content, width * size, height * size, before)
        layout.begin()
        layout.refine()
        if best is None or layout.faults() < best.faults():
            best = layout
        if best.faults() == 0:
            break
    assert best is not None
    return best


def _trimmed(boxes: Mapping[str, Box]) -> tuple[dict[str, Box], float, float]:
    """The boxes moved to the top left of a frame that fits them, and the frame's size."""
    corners = [c for box in boxes.values() for c in box.corners(_FRAME)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, foot = max(x for x, _ in corners), max(y for _, y in corners)
    return {k: b.at(b.x - left, b.y - top) for k, b in boxes.items()}, right - left, foot - top


def draw_picture(
    review: Review,
    *,
    width: float = 740.0,
    height: float = 570.0,
    shown: frozenset[Mark] = DRAWN,
    before: Mapping[str, Point] | None = None,
) -> Picture:
    """Lay the graph of a review out in a frame of at least ``width`` by ``height`` px (text 13 px); the frame grows
    with the number of nodes. ``before`` are the places of an earlier picture (:meth:`Picture.places`): nodes stay
    near them. Empty margins are cut off. The same review gives the same picture.
    """
    content = content_of(review, shown)
    if not content.nodes:
        return Picture(width, height, tray=content.tray, counts=content.counts)
    from regimen_review.picture.finish import counted_nodes, edges_of, hulls_of

    grown = max(1.0, math.sqrt((len(content.nodes) * 26 + len(content.links) * 6) / (26 * 24 + 6 * 34)))
    width, height = width * grown, height * grown
    layout = _best_layout(content, width, height, before or {})
    boxes, width, height = _trimmed(layout.boxes)
    placed = tuple(replace(n, box=boxes[n.id]) for n in content.nodes)
    hulls = hulls_of(content, boxes)
    return Picture(
        width,
        height,
        counted_nodes(content, placed, hulls),
        edges_of(content.links, boxes),
        hulls,
        content.tray,
        content.counts,
        content.left_out,
    )
