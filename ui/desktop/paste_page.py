"""Where a list or a note is pasted. The clipboard is read only when the person pastes."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from ui.desktop.desk import Desk
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import tr


class PastePage(QFrame):
    """A large text field and one button."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(24), look.px(18), look.px(24), look.px(18))
        box.setSpacing(look.px(8))
        box.addWidget(label(tr("Paste a list or a note"), look, "view"))
        box.addWidget(
            label(
                tr("One medication a line, or a whole note. Age, sex, conditions and laboratory values in it are read too."),
                look,
                "body",
                name="faded",
                wrap=True,
            )
        )
        self.text = QPlainTextEdit()
        self.text.setFont(look.font("body"))
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("List or note"))
        self.text.setPlaceholderText("prednisone 5 mg daily\nmethotrexate 12.5 mg weekly, Wednesday\nwarfarin …")
        box.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.read = button(tr("Review this list") + "   Ctrl+Enter", look, self._read)
        self.read.setProperty("first", True)
        row.addWidget(self.read)
        row.addWidget(button(tr("Back") + "   Esc", look, lambda: desk.wants.emit("body")))
        row.addStretch(1)
        box.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self._read)

    def begin(self) -> None:
        """Empty the field and put the keyboard into it."""
        self.text.clear()
        self.text.setFocus()

    def _read(self) -> None:
        text = self.text.toPlainText()
        if text.strip():
            self._desk.open_text(text)
