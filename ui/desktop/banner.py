"""One line under the patient for what the person must know now: a fault, a recovery, an old base. Never a pop-up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import tr


class Banner(QFrame):
    """A sentence, at most one thing to do about it, and a way to put it away."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(4))
        row.setSpacing(look.px(8))
        self._words = label("", look, "medium", wrap=True)
        self._act: Callable[[], object] | None = None
        self._button = button("", look, self._do, role="second")
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(button(tr("Put away"), look, self.hide, kind="link", role="second"))
        self.hide()

    def say(self, words: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Show a sentence, and a button for what can be done; nothing to say puts the line away."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._act = act
        self._button.setText(action)
        self._button.setVisible(act is not None)
        self.setVisible(bool(words))
        if not words:
            return
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def _do(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
