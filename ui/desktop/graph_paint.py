"""Draws a picture of the graph with any painter: on the screen, into an SVG, into a PNG."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from regimen_review.picture import Edge, Hull, Node, Picture
from regimen_review.picture.geometry import Point
from ui.desktop.glyphs import draw_glyph
from ui.desktop.look import Look

_LINE = 16.0
_GLYPHS = {"contraindicated": 18.0, "major": 19.0, "moderate": 12.0, "minor": 13.0, "intended": 13.0}


@dataclass(frozen=True)
class Lit:
    """What is selected: a finding, a part of it, nodes; ``focus`` is the node that has the keyboard."""

    finding: str = ""
    part: str = ""
    medications: frozenset[str] = frozenset()
    focus: str = ""


def _rounded(outline: tuple[Point, ...], radius: float) -> QPainterPath:
    """A convex outline with round corners."""
    points = [QPointF(*p) for p in outline]
    path = QPainterPath()
    count = len(points)
    for i, corner in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % count]
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        if i == 0:
            path.moveTo(start)
        else:
            path.lineTo(start)
        path.quadTo(corner, end)
    path.closeSubpath()
    return path


def _towards(here: QPointF, there: QPointF, step: float) -> QPointF:
    dx, dy = there.x() - here.x(), there.y() - here.y()
    long = math.hypot(dx, dy) or 1.0
    share = min(step, long / 2) / long
    return QPointF(here.x() + dx * share, here.y() + dy * share)


class GraphPainter:
    """One drawing of one picture."""

    def __init__(self, painter: QPainter, look: Look, lit: Lit) -> None:
        # Lengths of the picture are px at 100 %; the view's own scale brings in the text size.
        self._painter, self._look, self._lit = painter, Look(look.tokens, 1.0), lit

    def draw(self, picture: Picture) -> None:
        """Hulls below, then edges, nodes, and the glyphs on top."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for hull in picture.hulls:
            self._hull(hull)
        for edge in sorted(picture.edges, key=self._is_lit):
            self._edge(edge)
        for node in picture.nodes:
            self._node(node)
        for edge in picture.edges:
            self._glyph(edge)

    def _is_lit(self, edge: Edge) -> bool:
        lit = self._lit
        if lit.part:
            return edge.finding == lit.finding and edge.part == lit.part
        return bool(lit.finding) and (edge.finding == lit.finding or lit.finding in edge.also)

    # --- hulls and edges ---------------------------------------------------------------------------------------

    def _hull(self, hull: Hull) -> None:
        painter, look = self._painter, self._look
        path = _rounded(hull.outline, 21)
        here = hull.finding == self._lit.finding
        colour = look.mark(hull.mark)
        ground = QColor(colour)
        ground.setAlpha(26 if here else 13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPath(path)
        hatch = QColor(colour)
        hatch.setAlpha(70 if here else 38)
        painter.save()
        painter.setClipPath(path)
        painter.setPen(QPen(hatch, 0.8))
        box = path.boundingRect()
        x = box.left() - box.height()
        while x < box.right():
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
            x += 9
        painter.restore()
        edge = QColor(colour)
        edge.setAlpha(255 if here else 150)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, 1.2))
        painter.drawPath(path)

    def _pen(self, edge: Edge) -> QPen:
        look, here = self._look, self._is_lit(edge)
        if edge.mark == "moderate":
            colour = look.colour("caution_edge")
        else:
            colour = look.mark(edge.mark)
        colour.setAlphaF(1.0 if here else 0.6)
        width = {"contraindicated": 1.8, "major": 2.6, "moderate": 1.5, "minor": 1.0, "intended": 1.0}[edge.mark]
        pen = QPen(colour, width + (0.8 if here else 0.0))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if edge.mark == "moderate":
            pen.setDashPattern([6 / pen.widthF(), 4 / pen.widthF()])
        elif edge.mark == "minor":
            pen.setDashPattern([1.5, 3.0])
        return pen

    def _edge(self, edge: Edge) -> None:
        painter = self._painter
        painter.setPen(self._pen(edge))
        start, end = QPointF(*edge.start), QPointF(*edge.end)
        if edge.bend is not None:
            path = QPainterPath(start)
            path.quadTo(QPointF(*edge.bend), end)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            return
        if edge.mark != "contraindicated":
            painter.drawLine(start, end)
            return
        dx, dy = end.x() - start.x(), end.y() - start.y()
        long = math.hypot(dx, dy) or 1.0
        across = QPointF(-dy / long * 2.1, dx / long * 2.1)
        painter.drawLine(start + across, end + across)
        painter.drawLine(start - across, end - across)

    def _glyph(self, edge: Edge) -> None:
        side = _GLYPHS[edge.mark]
        x, y = edge.glyph
        lift = 1.0 if edge.mark == "major" else 0.0
        box = QRectF(x - side / 2, y - side / 2 - lift, side, side)
        number = edge.number if edge.mark == "major" else ""
        painter = self._painter
        if edge.mark in ("major", "contraindicated", "intended", "minor"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("base"))
            painter.drawEllipse(QPointF(x, y), side / 2 + 0.5, side / 2 + 0.5)
        draw_glyph(painter, edge.mark, box, self._look, number)

    # --- nodes -------------------------------------------------------------------------------------------------

    def _shape(self, node: Node) -> QPainterPath:
        box = QRectF(node.box.x - node.box.width / 2, node.box.y - node.box.height / 2, node.box.width, node.box.height)
        path = QPainterPath()
        if node.kind == "drug":
            radius = min(box.height() / 2, 14)
            path.addRoundedRect(box, radius, radius)
            return path
        nose = 9.0
        path.addPolygon(
            QPolygonF(
                [
                    QPointF(box.left() + nose, box.top()),
                    QPointF(box.right() - nose, box.top()),
                    QPointF(box.right(), box.center().y()),
                    QPointF(box.right() - nose, box.bottom()),
                    QPointF(box.left() + nose, box.bottom()),
                    QPointF(box.left(), box.center().y()),
                ]
            )
        )
        path.closeSubpath()
        return path

    def _node(self, node: Node) -> None:
        painter, look = self._painter, self._look
        path = self._shape(node)
        here = node.medication in self._lit.medications if node.medication else node.id in self._lit.medications
        ground = look.colour("sel") if here else look.colour("hexagon" if node.kind == "condition" else "base")
        edge = look.colour("accent" if here else "text" if node.strong else "control")
        pen = QPen(edge, 2.2 if here else 1.8 if node.strong else 1.1)
        if node.open:
            pen.setDashPattern([3 / pen.widthF(), 2.4 / pen.widthF()])
        painter.setPen(pen)
        painter.setBrush(QBrush(ground))
        painter.drawPath(path)
        painter.setFont(look.font("strong" if here or node.strong else "medium"))
        painter.setPen(look.colour("text"))
        top = node.box.y - len(node.lines) * _LINE / 2
        for i, line in enumerate(node.lines):
            row = QRectF(node.box.x - node.box.width / 2, top + i * _LINE, node.box.width, _LINE)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignCenter), line)
        if node.count:
            self._count(node)
        if node.id == self._lit.focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            grown = QRectF(path.boundingRect()).adjusted(-4, -4, 4, 4)
            painter.drawRoundedRect(grown, 6, 6)

    def _count(self, node: Node) -> None:
        painter, look = self._painter, self._look
        x, y = node.box.x + node.box.width / 2 - 4, node.box.y - node.box.height / 2 - 2
        badge = QRectF(x - 9, y - 8, 18, 16)
        painter.setPen(QPen(look.mark("major"), 1.2))
        painter.setBrush(look.colour("base"))
        painter.drawRoundedRect(badge, 8, 8)
        painter.setFont(look.font("small-strong"))
        painter.setPen(look.colour("text"))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), str(node.count))
