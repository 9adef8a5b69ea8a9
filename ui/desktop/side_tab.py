"""A pane as an upright tab at the side, where there is no room for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.desktop.look import Look
from ui.desktop.words import counted


class SideTab(QWidget):
    """Words set upright (for the medications: how many, and how many names to settle), then the key."""

    def __init__(self, look: Look, act: Callable[[], object], key: str) -> None:
        super().__init__()
        self._look, self._act, self._key = look, act, key
        self._runs: list[tuple[str, bool]] = []
        self.setFixedWidth(look.px(33))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def count(self, medications: int, open_names: int) -> None:
        """Say how many medications there are, and how many names are open."""
        words = counted(medications, "{n} medication", "{n} medications")
        if open_names:
            self.say(words + ", ", counted(open_names, "{n} name to settle", "{n} names to settle"))
        else:
            self.say(words)

    def say(self, words: str, urgent: str = "") -> None:
        """What it says; ``urgent`` words stand out."""
        self._runs = [(words, False)] + ([(urgent, True)] if urgent else [])
        self.setAccessibleName(f"{words}{urgent}, {self._key}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the words from the foot upwards."""
        look = self._look
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("win"))
        painter.setPen(look.colour("line"))
        painter.drawRect(self.rect().adjusted(-1, -1, 0, 1) if self.x() == 0 else self.rect().adjusted(0, -1, 1, 1))
        fonts = [look.font("strong" if strong else "body") for _, strong in self._runs] + [look.font("second")]
        words = [w for w, _ in self._runs] + [f"  {self._key}"]
        length = sum(QFontMetricsF(f).horizontalAdvance(w) for f, w in zip(fonts, words, strict=True))
        painter.translate(QPointF(self.width() * 0.64, min(self.height() - look.px(12), (self.height() + length) / 2)))
        painter.rotate(-90)
        x = 0.0
        for font, text in zip(fonts, words, strict=True):
            painter.setFont(font)
            painter.setPen(look.colour("text2" if text.endswith(self._key) else "text"))
            painter.drawText(QPointF(x, 0), text)
            x += QFontMetricsF(font).horizontalAdvance(text)
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), look.px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Open or close the pane."""
        self._act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens or closes the pane."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._act()
            return
        super().keyPressEvent(event)
