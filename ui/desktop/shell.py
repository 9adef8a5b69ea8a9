"""The window's outline, painted at once; everything else moves in after the first paint.

It imports only what that paint needs: Qt, the palettes, the typeface.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.look import Look


class Shell(QWidget):
    """The one top-level window. ``filled`` is called once, after the first paint."""

    def __init__(self, look: Look, filled: Callable[[], object]) -> None:
        super().__init__()
        self._look, self._filled = look, filled
        self._content: QWidget | None = None
        self._painted = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setWindowTitle("Regimen Review")
        self.resize(1440, 900)

    def take(self, content: QWidget) -> None:
        """Put the whole content in."""
        content.setWindowFlags(Qt.WindowType.Widget)
        self._content = content
        self._box.addWidget(content)
        content.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The outline: toolbar, ground, status line."""
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), look.colour("base"))
        bar, foot = look.px(36), look.px(25)
        win = look.colour("win")
        painter.fillRect(QRectF(0, 0, self.width(), bar), win)
        painter.fillRect(QRectF(0, self.height() - foot, self.width(), foot), win)
        painter.setPen(look.colour("line"))
        painter.drawLine(0, bar, self.width(), bar)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(look.px(16), 0, self.width(), bar), int(Qt.AlignmentFlag.AlignVCenter), "Regimen Review")
        painter.end()
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._filled)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The content writes what is to be written."""
        if self._content is not None:
            self._content.close()
        super().closeEvent(event)
