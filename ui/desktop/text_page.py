"""A page of headed paragraphs: About, and the table of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.ink import text_width
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import tr


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, or with pairs of a key and its words."""

    head: str
    paragraphs: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


class TextPage(QFrame):
    """Title, sections in one column of readable width, a way back."""

    def __init__(self, look: Look, title: str, sections: Sequence[Section], close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look = look
        keys = [key for section in sections for key, _ in section.pairs]
        self._first = round(min(max((text_width(look, key, "strong") for key in keys), default=0) + 2, look.px(200)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QFrame()
        head.setObjectName("cardHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        row.addWidget(label(title, look, "view"), 1)
        row.addWidget(button(tr("Back") + "  Esc", look, close, kind="link", role="second"))
        box.addWidget(head)
        self._scroll_area = QScrollArea()
        self._scroll_area.setWidgetResizable(True)
        self._scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll_area.setWidget(self._body(sections))
        box.addWidget(self._scroll_area, 1)

    def _body(self, sections: Sequence[Section]) -> QWidget:
        look = self._look
        body = QWidget()
        body.setObjectName("cardBody")
        outer = QHBoxLayout(body)
        outer.setContentsMargins(look.px(24), look.px(14), look.px(24), look.px(24))
        column = QWidget()
        column.setMaximumWidth(look.px(720))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(look.px(5))
        for section in sections:
            inner.addWidget(label(section.head, look, "title", wrap=True))
            for paragraph in section.paragraphs:
                made = label(paragraph, look, "body", wrap=True)
                made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                inner.addWidget(made)
            if section.pairs:
                inner.addWidget(self._pairs(section.pairs))
            inner.addSpacing(look.px(10))
        inner.addStretch(1)
        outer.addWidget(column, 1)
        outer.addStretch(0)
        return body

    def _pairs(self, pairs: Sequence[tuple[str, str]]) -> QWidget:
        look = self._look
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, self._first)  # one column through all sections
        for i, (key, words) in enumerate(pairs):
            grid.addWidget(label(key, look, "strong", wrap=len(key) > 14), i, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, look, "body", wrap=True), i, 1)
        return holder
