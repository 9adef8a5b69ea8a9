"""Drawing of words, chips and gaps inside item views: the same few strokes wherever a row is painted."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ui.desktop.look import Look, Role

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@lru_cache(maxsize=128)
def _metrics(scale: float, role: Role) -> QFontMetricsF:
    return QFontMetricsF(Look(scale=scale).font(role))


@lru_cache(maxsize=8192)
def _width(scale: float, text: str, role: Role) -> float:
    return float(_metrics(scale, role).horizontalAdvance(text))


def text_width(look: Look, text: str, role: Role) -> float:
    """Width of a line of text in px."""
    return _width(look.scale, text, role)


def line_height(look: Look, role: Role) -> float:
    """Height of one line of a role in px."""
    return float(_metrics(look.scale, role).height())


def wrapped_height(look: Look, text: str, role: Role, width: float) -> float:
    """Height of a text broken into lines of at most ``width`` px."""
    return _wrapped(look.scale, text, role, width)


@lru_cache(maxsize=8192)
def _wrapped(scale: float, text: str, role: Role, width: float) -> float:
    box = _metrics(scale, role).boundingRect(QRectF(0, 0, max(20.0, width), 10000), int(_WRAP), text)
    return float(box.height())


class Ink:
    """A painter that knows the look; every call returns where the next thing may start."""

    def __init__(self, painter: QPainter, look: Look) -> None:
        self.painter, self.look = painter, look

    def line(self, box: QRectF, text: str, role: Role = "body", tone: str = "text", *, elide: bool = False) -> float:
        """One line of text in a box; returns the x after it."""
        font = self.look.font(role)
        wide = text_width(self.look, text, role)
        if elide and wide > box.width():
            text = _metrics(self.look.scale, role).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            wide = text_width(self.look, text, role)
        self.painter.setFont(font)
        self.painter.setPen(self.look.colour(tone))
        self.painter.drawText(box, int(_LEFT | Qt.TextFlag.TextSingleLine), text)
        return float(box.x() + wide)

    def right(self, box: QRectF, text: str, role: Role = "second", tone: str = "text2") -> float:
        """One line set flush right; returns the x where it begins."""
        font = self.look.font(role)
        self.painter.setFont(font)
        self.painter.setPen(self.look.colour(tone))
        self.painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        return float(box.right() - text_width(self.look, text, role))

    def block(self, box: QRectF, text: str, role: Role = "body", tone: str = "text") -> None:
        """Text broken into lines inside a box."""
        self.painter.setFont(self.look.font(role))
        self.painter.setPen(self.look.colour(tone))
        self.painter.drawText(box, int(_WRAP), text)

    def gap(self, left: float, middle: float, text: str, role: Role = "head", *, loud: bool = False) -> float:
        """A missing value: dashed underline; ``loud`` puts it on the ground of gaps. Returns the x after it."""
        look = self.look
        width, height = text_width(look, text, role), line_height(look, role)
        box = QRectF(left - look.px(2), middle - height / 2, width + look.px(4), height + look.px(1))
        if loud:
            self.painter.fillRect(box, look.colour("gap_ground"))
        pen = QPen(look.colour("gap_text"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
        self.painter.setPen(pen)
        inset = 0 if loud else look.px(2)
        self.painter.drawLine(QPointF(box.left() + inset, box.bottom()), QPointF(box.right() - inset, box.bottom()))
        return self.line(QRectF(left, box.y(), width + 1, height), text, role, "gap_text" if loud else "text2")

    def pill(self, box: QRectF, text: str, role: Role = "second", *, edge: str = "control", width: float = 1.0) -> None:
        """An outlined chip with its word in the middle."""
        painter, look = self.painter, self.look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("base"))
        painter.setPen(QPen(look.colour(edge), width))
        radius = min(look.px(9), box.height() / 2)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(look.font(role))
        painter.setPen(look.colour("text"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()

    def keycap(self, box: QRectF, text: str) -> None:
        """A key in its small frame."""
        painter, look = self.painter, self.look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("win"))
        painter.setPen(QPen(look.colour("control"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(3), look.px(3))
        painter.setFont(look.font("head"))
        painter.setPen(look.colour("text2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()

    def focus(self, box: QRectF) -> None:
        """The 2 px accent inside the edge that shows where the keyboard is."""
        painter = self.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self.look.colour("accent"), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(box.adjusted(1, 1, -1, -1))

    def rule(self, box: QRectF, tone: str = "line") -> None:
        """A hairline at the foot of a box."""
        self.painter.setPen(QPen(self.look.colour(tone), 1))
        y = box.bottom() - 0.5
        self.painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
