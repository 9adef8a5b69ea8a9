"""Line icons of the toolbar, drawn on a grid of 16 so that they follow theme and text size."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from ui.desktop.look import Look


def _lines(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


def _folder(path: QPainterPath) -> None:
    _lines(path, (1.5, 13), (1.5, 3.5), (6, 3.5), (7.5, 5.2), (14.5, 5.2), (14.5, 13), (1.5, 13))


def _clipboard(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(3, 2.8, 10, 11.7), 1, 1)
    path.addRect(QRectF(5.8, 1.2, 4.4, 2.8))


def _plus(path: QPainterPath) -> None:
    _lines(path, (8, 2.5), (8, 13.5))
    _lines(path, (2.5, 8), (13.5, 8))


def _undo(path: QPainterPath) -> None:
    _lines(path, (6, 3), (2.5, 6.5), (6, 10))
    path.moveTo(2.5, 6.5)
    path.lineTo(9.5, 6.5)
    path.cubicTo(QPointF(14.5, 6.5), QPointF(14.5, 13.2), QPointF(9.5, 13.2))
    path.lineTo(6.5, 13.2)


def _redo(path: QPainterPath) -> None:
    _lines(path, (10, 3), (13.5, 6.5), (10, 10))
    path.moveTo(13.5, 6.5)
    path.lineTo(6.5, 6.5)
    path.cubicTo(QPointF(1.5, 6.5), QPointF(1.5, 13.2), QPointF(6.5, 13.2))
    path.lineTo(9.5, 13.2)


def _copy(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(5, 5, 9, 9.5), 1, 1)
    _lines(path, (3, 11), (2, 11), (2, 2), (11, 2), (11, 3))


def _printer(path: QPainterPath) -> None:
    path.addRect(QRectF(4, 1.5, 8, 3.5))
    path.addRoundedRect(QRectF(1.5, 5, 13, 6.5), 1, 1)
    path.addRect(QRectF(4, 9, 8, 5.5))


def _search(path: QPainterPath) -> None:
    path.addEllipse(QPointF(7, 7), 4.6, 4.6)
    _lines(path, (10.5, 10.5), (14, 14))


def _gear(path: QPainterPath) -> None:
    _lines(path, (2, 4.5), (14, 4.5))
    _lines(path, (2, 11.5), (14, 11.5))
    path.addEllipse(QPointF(10.5, 4.5), 2, 2)
    path.addEllipse(QPointF(5.5, 11.5), 2, 2)


def _question(path: QPainterPath) -> None:
    path.addEllipse(QPointF(8, 8), 6.3, 6.3)
    path.moveTo(6, 6.4)
    path.cubicTo(QPointF(6, 3.6), QPointF(10.2, 3.8), QPointF(10, 6.4))
    path.cubicTo(QPointF(9.9, 7.8), QPointF(8, 7.8), QPointF(8, 9.4))
    _lines(path, (8, 11.6), (8, 11.8))


_DRAWINGS: dict[str, Callable[[QPainterPath], None]] = {
    "open": _folder,
    "paste": _clipboard,
    "add": _plus,
    "undo": _undo,
    "redo": _redo,
    "copy": _copy,
    "print": _printer,
    "search": _search,
    "settings": _gear,
    "help": _question,
}


def _pixmap(name: str, side: int, colour: QColor, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    _DRAWINGS[name](path)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side * ratio / 16, side * ratio / 16)
    painter.setPen(QPen(colour, 1.25, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def line_icon(name: str, look: Look, ratio: float = 2.0) -> QIcon:
    """An icon by name in the colour of text, with a paler one for the disabled state."""
    icon = QIcon()
    side = look.px(16)
    icon.addPixmap(_pixmap(name, side, look.colour("text2"), ratio), QIcon.Mode.Normal)
    icon.addPixmap(_pixmap(name, side, look.colour("control"), ratio), QIcon.Mode.Disabled)
    return icon
