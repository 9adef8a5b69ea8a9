"""The interaction graph as a picture: boxes, lines, glyph places and outlines, ready to be drawn by anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from regimen_review.picture.geometry import Box, Point

Mark = Literal["contraindicated", "major", "moderate", "minor", "intended"]
MARKS: tuple[Mark, ...] = ("contraindicated", "major", "moderate", "minor", "intended")
DRAWN: frozenset[Mark] = frozenset({"contraindicated", "major", "moderate"})
"""Marks whose edges are drawn unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Node:
    """A drug (pill) or a condition (hexagon). ``open``: not settled or not known, drawn dashed. ``strong``: one of the
    two drugs on which most hangs. ``count``: edges of a large finding that meet here, shown at the node.
    """

    id: str
    kind: Literal["drug", "condition"]
    lines: tuple[str, ...]
    box: Box
    strong: bool = False
    open: bool = False
    substances: tuple[str, ...] = ()
    medication: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes for a finding (or the part of one); ``number`` is the finding's place in the list.

    ``start`` and ``end`` lie on the boxes, ``glyph`` between them. ``bend``, where there is one, is the control point
    of a quadratic curve that leads round a box. ``also`` are other findings on the same pair.
    """

    finding: str
    part: str
    a: str
    b: str
    mark: Mark
    number: str
    start: Point
    end: Point
    glyph: Point
    words: str
    also: tuple[str, ...] = ()
    bend: Point | None = None


@dataclass(frozen=True, slots=True)
class Hull:
    """The convex outline round the three to five nodes of one finding; corners are drawn round."""

    finding: str
    mark: Mark
    outline: tuple[Point, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrayEntry:
    """A medication without a drawn edge, and why."""

    name: str
    why: str
    medication: str


@dataclass(frozen=True)
class Picture:
    """Everything to be drawn in a frame of ``width`` by ``height`` px. ``counts`` are edges by mark, drawn or not;
    ``left_out`` those that were asked for and would have made the picture unreadable: the matrix shows them.
    """

    width: float
    height: float
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    hulls: tuple[Hull, ...] = ()
    tray: tuple[TrayEntry, ...] = ()
    counts: Mapping[Mark, int] = field(default_factory=dict)
    left_out: Mapping[Mark, int] = field(default_factory=dict)

    def node(self, node_id: str) -> Node | None:
        """A node by its id."""
        return next((n for n in self.nodes if n.id == node_id), None)

    def places(self) -> dict[str, Point]:
        """Where each node stands, to be given to the next picture so that nothing jumps."""
        return {n.id: (n.box.x, n.box.y) for n in self.nodes}
