"""The medications as an upright tab, where there is no room for the pane."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.desktop.look import Look
from ui.desktop.words import counted


class SideTab(QWidget):
    """Words set upright: how many medications, how many names to settle, the key."""

    def __init__(self, look: Look, act: Callable[[], object]) -> None:
        super().__init__()
        self._look, self._act = look, act
        self._runs: list[tuple[str, bool]] = []
        self.setFixedWidth(look.px(33))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_words(self, medications: int, open_names: int) -> None:
        """What it says."""
        self._runs = [(counted(medications, "{n} medication", "{n} medications") + (", " if open_names else ""), False)]
        if open_names:
            self._runs.append((counted(open_names, "{n} name to settle", "{n} names to settle"), True))
        self.setAccessibleName("".join(words for words, _ in self._runs) + ", Alt+L")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the words from the foot upwards."""
        look = self._look
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("win"))
        painter.setPen(look.colour("line"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        fonts = [look.font("strong" if strong else "body") for _, strong in self._runs] + [look.font("second")]
        words = [w for w, _ in self._runs] + ["  Alt+L"]
        length = sum(QFontMetricsF(f).horizontalAdvance(w) for f, w in zip(fonts, words, strict=True))
        painter.translate(QPointF(self.width() * 0.64, min(self.height() - look.px(12), (self.height() + length) / 2)))
        painter.rotate(-90)
        x = 0.0
        for font, text in zip(fonts, words, strict=True):
            painter.setFont(font)
            painter.setPen(look.colour("text2" if text.endswith("Alt+L") else "text"))
            painter.drawText(QPointF(x, 0), text)
            x += QFontMetricsF(font).horizontalAdvance(text)
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
