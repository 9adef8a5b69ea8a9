"""A panel above the panes, inside the window: the palette, the keys. Escape or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.desktop.look import Look


class Overlay(QWidget):
    """Covers its parent with a veil and holds one panel near the top."""

    def __init__(self, look: Look, parent: QWidget, width: int = 560, height: int = 420) -> None:
        super().__init__(parent)
        self._look = look
        self._size = (look.px(width), look.px(height))
        self.panel = QFrame(self)
        self.panel.setObjectName("overlay")
        self.box = QVBoxLayout(self.panel)
        self.box.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        self.box.setSpacing(look.px(8))
        self._before: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it and remember where the keyboard was."""
        window = self.window()
        self._before = window.focusWidget() if window else None
        self._place()
        self.show()
        self.raise_()

    def close_panel(self) -> None:
        """Hide it and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(self._size[0], parent.width() - self._look.px(32))
        height = min(self._size[1], parent.height() - self._look.px(64))
        self.panel.setGeometry(QRect((parent.width() - width) // 2, self._look.px(40), width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The veil."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 70))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes it."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)
