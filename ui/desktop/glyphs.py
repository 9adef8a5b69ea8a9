"""The marks of severity, drawn on a grid of 16: octagon, triangle, diamond, disc, ring, dashed square.

Never font characters: the shape is the third code beside place and word, and must look the same on every machine.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from regimen_review.findings import Finding
from ui.desktop.look import Look
from ui.desktop.tokens import Mark

_SEVERITY_MARKS: dict[str, Mark] = {
    "contraindicated": "contraindicated",
    "major": "major",
    "moderate": "moderate",
    "minor": "minor",
    "none": "minor",
}


def mark_of(finding: Finding) -> Mark:
    """The mark under which a finding is shown: intended first, else its severity."""
    return "intended" if finding.intended else _SEVERITY_MARKS[finding.severity]


def _octagon() -> QPainterPath:
    corners = [(math.pi / 8) + i * math.pi / 4 for i in range(8)]
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(8 + 7.6 * math.cos(a), 8 + 7.6 * math.sin(a)) for a in corners]))
    path.closeSubpath()
    return path


def _triangle() -> QPainterPath:
    path = QPainterPath(QPointF(6.9, 1.4))
    path.quadTo(8, -0.3, 9.1, 1.4)
    path.lineTo(15.6, 13.2)
    path.quadTo(16.3, 15, 14.6, 15)
    path.lineTo(1.4, 15)
    path.quadTo(-0.3, 15, 0.4, 13.2)
    path.closeSubpath()
    return path


def _diamond() -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(8, 1), QPointF(15, 8), QPointF(8, 15), QPointF(1, 8)]))
    path.closeSubpath()
    return path


def _strokes(*lines: tuple[float, float, float, float]) -> QPainterPath:
    path = QPainterPath()
    for x1, y1, x2, y2 in lines:
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)
    return path


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if style == Qt.PenStyle.CustomDashLine:
        pen.setDashPattern([1.5, 2.0])
    return pen


def _fill(painter: QPainter, path: QPainterPath, colour: QColor, pen: QPen | None = None) -> None:
    painter.setBrush(colour)
    painter.setPen(pen if pen is not None else Qt.PenStyle.NoPen)
    painter.drawPath(path)


def _outline(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)


def _draw_danger(painter: QPainter, look: Look) -> None:
    _fill(painter, _octagon(), look.mark("contraindicated"))
    _outline(painter, _strokes((5.3, 5.3, 10.7, 10.7), (10.7, 5.3, 5.3, 10.7)), _pen(look.colour("on_glyph"), 2.0))


def _draw_warning(painter: QPainter, look: Look, number: str) -> None:
    _fill(painter, _triangle(), look.mark("major"))
    if number:
        font = QFont(look.font("strong"))
        font.setPixelSize(8 if len(number) == 1 else 7)
        painter.setFont(font)
        painter.setPen(look.colour("on_glyph"))
        painter.drawText(QRectF(0, 4.4, 16, 10.4), Qt.AlignmentFlag.AlignCenter, number)
        return
    _outline(painter, _strokes((8, 5.2, 8, 9.6)), _pen(look.colour("on_glyph"), 2.0))
    painter.setBrush(look.colour("on_glyph"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(8, 12.4), 1.15, 1.15)


def _draw_intended(painter: QPainter, look: Look) -> None:
    ring = QPainterPath()
    ring.addEllipse(QPointF(8, 8), 6.4, 6.4)
    _outline(painter, ring, _pen(look.mark("intended"), 1.7))
    tick = QPainterPath(QPointF(5.1, 8.2))
    tick.lineTo(7.2, 10.4)
    tick.lineTo(11, 5.9)
    _outline(painter, tick, _pen(look.mark("intended"), 1.7))


def _draw_not_checked(painter: QPainter, look: Look) -> None:
    square = QPainterPath()
    square.addRect(2, 2, 12, 12)
    _outline(painter, square, _pen(look.mark("not-checked"), 1.4, Qt.PenStyle.CustomDashLine))
    _outline(painter, _strokes((4.6, 11.4, 11.4, 4.6)), _pen(look.mark("not-checked"), 1.4))


def draw_glyph(painter: QPainter, mark: Mark, box: QRectF, look: Look, number: str = "") -> None:
    """Draw a mark into a square box; ``number`` takes the place of the triangle's exclamation mark."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    if mark == "contraindicated":
        _draw_danger(painter, look)
    elif mark == "major":
        _draw_warning(painter, look, number)
    elif mark == "moderate":
        _fill(painter, _diamond(), look.mark("moderate"), _pen(look.colour("caution_edge"), 1.2))
    elif mark == "minor":
        disc = QPainterPath()
        disc.addEllipse(QPointF(8, 8), 4, 4)
        _fill(painter, disc, look.mark("minor"))
    elif mark == "intended":
        _draw_intended(painter, look)
    else:
        _draw_not_checked(painter, look)
    painter.restore()


def draw_high_alert(painter: QPainter, box: QRectF, look: Look) -> None:
    """The boxed H of a high-alert medication."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(1.5, 1.5, 13, 13), 2.5, 2.5)
    _outline(painter, frame, _pen(look.colour("text"), 1.4))
    _outline(painter, _strokes((5.6, 4.8, 5.6, 11.2), (10.4, 4.8, 10.4, 11.2), (5.6, 8, 10.4, 8)), _pen(look.colour("text"), 1.7))
    painter.restore()


def draw_arrow(painter: QPainter, box: QRectF, look: Look, opened: bool) -> None:
    """The fold mark of a row: pointing right when folded, down when open."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.rotate(90 if opened else 0)
    side = box.width() / 2
    painter.setBrush(look.colour("text2"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(-side * 0.55, -side), QPointF(-side * 0.55, side), QPointF(side * 0.75, 0)]))
    painter.restore()


def draw_tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The tick of a decided row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    tick = QPainterPath(QPointF(3, 8.6))
    tick.lineTo(6.6, 12.6)
    tick.lineTo(12.6, 4)
    _outline(painter, tick, _pen(colour, 2.0))
    painter.restore()


class Glyph(QWidget):
    """A mark as a widget of its own, for cards and legends; it is an ornament beside its word."""

    def __init__(self, look: Look, mark: Mark, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._mark = look, mark
        self._side = look.px(size)
        self.setFixedSize(QSize(self._side, self._side))

    def set_mark(self, mark: Mark) -> None:
        """Show another mark."""
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the mark."""
        painter = QPainter(self)
        draw_glyph(painter, self._mark, QRectF(0, 0, self._side, self._side), self._look)
        painter.end()


class HighAlert(QWidget):
    """The boxed H as a widget, for legends and narrow cards."""

    def __init__(self, look: Look, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedSize(look.px(size), look.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the boxed H."""
        painter = QPainter(self)
        draw_high_alert(painter, QRectF(self.rect()), self._look)
        painter.end()
