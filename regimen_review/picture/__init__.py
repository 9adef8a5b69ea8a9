"""The interaction graph as a picture, laid out without any drawing library: window, print and SVG draw the same one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from regimen_review.findings import Review
from regimen_review.picture.content import content_of
from regimen_review.picture.finish import counted_nodes, edges_of, hulls_of
from regimen_review.picture.geometry import Box, Point
from regimen_review.picture.layout import Layout
from regimen_review.picture.values import DRAWN, MARKS, Edge, Hull, Mark, Node, Picture, TrayEntry

__all__ = ["DRAWN", "MARKS", "Box", "Edge", "Hull", "Mark", "Node", "Picture", "TrayEntry", "draw_picture"]


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
    near them. The same review gives the same picture.
    """
    content = content_of(review, shown)
    if not content.nodes:
        return Picture(width, height, tray=content.tray, counts=content.counts)
    grown = max(1.0, math.sqrt((len(content.nodes) * 26 + len(content.links) * 6) / (26 * 24 + 6 * 34)))
    width, height = width * grown, height * grown
    layout = Layout(content, width, height, before or {})
    layout.begin()
    layout.refine()
    placed = tuple(replace(n, box=layout.boxes[n.id]) for n in content.nodes)
    hulls = hulls_of(content, layout.boxes)
    return Picture(
        width,
        height,
        counted_nodes(content, placed, hulls),
        edges_of(content.links, layout.boxes),
        hulls,
        content.tray,
        content.counts,
    )
