"""What a finding is about, as a small drawn sign with a colour of its own: the drugs alone, or this patient.

Severity keeps its colours. A sign is the second code of the type, its word on the card the first, and its colour the third:
grey where the medicines alone make the finding, violet where the patient's own state or values do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from regimen_review.knowledge import Kind
from ui.desktop.look import Look

About = Literal["drugs", "patient", "value", "drug", "sum", "missing"]
ABOUT: Mapping[Kind, About] = {
    "drug-drug": "drugs",
    "multi-drug": "drugs",
    "duplicate": "drugs",
    "incompatibility": "drugs",
    "timing": "drugs",
    "drug-food": "drugs",
    "cascade": "drugs",
    "drug-condition": "patient",
    "drug-allergy": "patient",
    "drug-age": "patient",
    "pregnancy": "patient",
    "pharmacogenomic": "patient",
    "symptom": "patient",
    "drug-lab": "value",
    "monitoring": "value",
    "dose": "drug",
    "renal-dose": "drug",
    "hepatic-dose": "drug",
    "high-alert": "drug",
    "no-indication": "drug",
    "burden": "sum",
    "omitted": "missing",
}
WORDS: Mapping[About, str] = {
    "drugs": "Drugs together",
    "patient": "Drug in this patient",
    "value": "Value or test",
    "drug": "One drug",
    "sum": "Sum of many drugs",
    "missing": "Missing treatment",
}
_TONE: Mapping[About, str] = {
    "drugs": "text2",
    "drug": "text2",
    "sum": "text2",
    "missing": "text2",
    "patient": "person",
    "value": "person",
}


def _drugs() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(5.7, 8), 3.9, 3.9)
    path.addEllipse(QPointF(10.3, 8), 3.9, 3.9)
    return path


def _patient() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(8, 4.8), 2.5, 2.5)
    path.moveTo(3, 13.8)
    path.cubicTo(3, 8, 13, 8, 13, 13.8)
    path.closeSubpath()
    return path


def _value() -> QPainterPath:
    path = QPainterPath(QPointF(2.2, 11.6))
    for x, y in ((5.8, 7), (8.8, 10), (13.6, 3.6)):
        path.lineTo(x, y)
    path.moveTo(2.2, 14)
    path.lineTo(13.8, 14)
    return path


def _drug() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-6.2, -3, 12.4, 6), 3, 3)
    path.moveTo(0, -3)
    path.lineTo(0, 3)
    return QTransform().translate(8, 8).rotate(-45).map(path)


def _sum() -> QPainterPath:
    path = QPainterPath()
    for top, wide in ((2.6, 5.0), (6.8, 8.5), (11.0, 12.0)):
        path.addRect(QRectF(2, top, wide, 2.6))
    return path


def _missing() -> QPainterPath:
    path = QPainterPath()
    for x1, y1, x2, y2 in ((8, 4.6, 8, 11.4), (4.6, 8, 11.4, 8)):
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)
    for turn in range(0, 360, 90):
        path.arcMoveTo(QRectF(1.6, 1.6, 12.8, 12.8), turn + 15)
        path.arcTo(QRectF(1.6, 1.6, 12.8, 12.8), turn + 15, 60)
    return path


_SHAPES: Mapping[About, Callable[[], QPainterPath]] = {
    "drugs": _drugs,
    "patient": _patient,
    "value": _value,
    "drug": _drug,
    "sum": _sum,
    "missing": _missing,
}


def draw_about(painter: QPainter, about: About, box: QRectF, look: Look) -> None:
    """Draw the sign into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour(_TONE[about]), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(_SHAPES[about]())
    painter.restore()


class AboutSign(QWidget):
    """The sign as a widget; an ornament beside its word."""

    def __init__(self, look: Look, size: int = 14) -> None:
        super().__init__()
        self._look = look
        self._about: About = "drugs"
        self.setFixedSize(QSize(look.px(size), look.px(size)))

    def set_kind(self, kind: Kind) -> None:
        """Show the sign of a kind of finding."""
        self._about = ABOUT[kind]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it."""
        painter = QPainter(self)
        draw_about(painter, self._about, QRectF(self.rect()), self._look)
        painter.end()
