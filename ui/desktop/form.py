"""A form of labelled fields for the right pane; every field is kept when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.choice import Choice
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import tr


class Form(QFrame):
    """Title, fields one under the other, and a way back."""

    def __init__(self, look: Look, close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.look = look
        self._row = 0
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QFrame()
        head.setObjectName("cardHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(look.px(14), look.px(8), look.px(14), look.px(8))
        self.title = label("", look, "view", wrap=True)
        row.addWidget(self.title, 1)
        row.addWidget(button(tr("Back") + "  Esc", look, close, kind="link", role="second"), 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setObjectName("cardBody")
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(14))
        self._grid.setHorizontalSpacing(look.px(10))
        self._grid.setVerticalSpacing(look.px(7))
        self._grid.setColumnStretch(1, 1)
        body.setMaximumWidth(look.px(780))
        scroll.setWidget(body)
        box.addWidget(scroll, 1)

    def add(self, name: str, widget: QWidget, *, hint: str = "") -> None:
        """A field with its name to the left; ``hint`` stands under it."""
        look = self.look
        head = label(name, look, "head-strong", name="faded", wrap=True)
        head.setFixedWidth(look.px(106))
        widget.setAccessibleName(name)
        if isinstance(widget, QLabel):
            head.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(head, self._row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, self._row, 1)
        self._row += 1
        if hint:
            self._grid.addWidget(label(hint, look, "head", name="faded", wrap=True), self._row, 1)
            self._row += 1

    def finish(self) -> None:
        """Push the fields to the top."""
        self._grid.setRowStretch(self._row, 1)

    def line(self, name: str, left: Callable[[], object], *, hint: str = "", prompt: str = "") -> QLineEdit:
        """A line of text that tells when it is left."""
        made = QLineEdit()
        made.setFont(self.look.font("body"))
        made.setPlaceholderText(prompt)
        made.editingFinished.connect(left)
        self.add(name, made, hint=hint)
        return made

    def choice(self, name: str, options: list[tuple[str, str]], left: Callable[[], object]) -> QComboBox:
        """A choice of values, each with its words."""
        made = Choice(self.look)
        for value, words in options:
            made.addItem(words, value)
        made.activated.connect(lambda _: left())
        self.add(name, made)
        return made

    def text(self, name: str) -> QLabel:
        """Words that cannot be edited here."""
        made = label("", self.look, "body", wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(name, made)
        return made


def set_choice(box: QComboBox, value: str | int) -> None:
    """Show a value without telling."""
    index = box.findData(value)
    box.setCurrentIndex(max(0, index))
