"""What stands in the window while there is no list: three ways to begin, and what the program is for."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.commands import Command
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import tr


class StartPage(QFrame):
    """No list yet."""

    def __init__(self, look: Look, commands: dict[str, Command]) -> None:
        super().__init__()
        self.setObjectName("page")
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(40), look.px(40), look.px(40), look.px(40))
        box.setSpacing(look.px(10))
        box.addStretch(2)
        column = QWidget()
        column.setFixedWidth(look.px(560))
        inner = QVBoxLayout(column)
        inner.setSpacing(look.px(10))
        inner.addWidget(label(tr("No medications yet. Paste a list or open a file."), look, "view", wrap=True))
        inner.addWidget(
            label(
                tr(
                    "A list in any form will do: lines, a table, a note, a FHIR bundle. Names that are not certain are "
                    "asked about; what cannot be checked is shown as not checked. A file may also be dropped here."
                ),
                look,
                "body",
                name="faded",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        for i, name in enumerate(("paste", "open", "example")):
            command = commands[name]
            words = tr(command.words) + (f"   {command.shown_key}" if command.shown_key else "")
            made = button(words, look, command.act)
            if i == 0:
                made.setProperty("first", True)
                self.setFocusProxy(made)
            row.addWidget(made)
        row.addStretch(1)
        inner.addSpacing(look.px(6))
        inner.addLayout(row)
        inner.addSpacing(look.px(14))
        inner.addWidget(
            label(
                tr(
                    "For physicians and pharmacists. It supports a professional's decision and does not make it. "
                    "Nothing leaves this computer."
                ),
                look,
                "second",
                name="faded",
                wrap=True,
            )
        )
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(column)
        middle.addStretch(1)
        box.addLayout(middle)
        box.addStretch(3)
