"""Covers the window after a time without keyboard or mouse. It hides; it is not a password."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.desktop.labels import label
from ui.desktop.look import Look
from ui.desktop.words import tr

_ACTIVITY = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})


class LockCover(QWidget):
    """An opaque cover; Enter or a click lifts it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = look.tokens.win
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = QVBoxLayout(self)
        words = label(tr("Covered. Press Enter or click to go on; your work is saved."), look, "view", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(words)
        self.setAccessibleName(words.text())
        self.hide()

    def cover(self) -> None:
        """Hide everything."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Opaque ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Lift."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lift with Enter; swallow everything else."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        event.accept()


class IdleClock(QObject):
    """Calls once after ``minutes`` without activity in the application; 0 switches it off."""

    def __init__(self, parent: QObject, idle: Callable[[], object]) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(idle)

    def set_minutes(self, minutes: int) -> None:
        """Start counting, or stop; only while counting does every event pass through here."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
            if minutes:
                app.installEventFilter(self)
        self._timer.setInterval(minutes * 60_000)
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Any activity starts the count anew."""
        if self._timer.isActive() and event.type() in _ACTIVITY:
            self._timer.start()
        return False
