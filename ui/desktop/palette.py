"""The command palette: every command, view, medication and finding by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.desktop.ink import Ink, text_width
from ui.desktop.labels import label
from ui.desktop.look import Look
from ui.desktop.overlay import Overlay
from ui.desktop.words import tr

MOST_SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its words, what it is, its key, and what choosing it does."""

    words: str
    kind: str
    act: Callable[[], object]
    key: str = ""


def ranked(entries: Sequence[Entry], wanted: str) -> list[Entry]:
    """Entries that hold every word of ``wanted``; those that begin with it come first, else the given order."""
    parts = wanted.casefold().split()
    hits = [e for e in entries if all(p in f"{e.words} {e.kind}".casefold() for p in parts)]
    if not parts:
        return hits
    return sorted(hits, key=lambda e: (not e.words.casefold().startswith(parts[0]), not _word_begins(e.words, parts)))


def _word_begins(words: str, parts: list[str]) -> bool:
    return all(any(w.startswith(p) for w in words.casefold().split()) for p in parts)


class PaletteRow(QStyledItemDelegate):
    """Words at the left; what it is, and its key, each in a column of its own at the right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one row."""
        look, box = self._look, QRectF(option.rect)
        kind, key = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setClipRect(box)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("sel"))
        ink, edge = Ink(painter, look), look.px(8)
        ink.right(box.adjusted(0, 0, -edge, 0), key)
        middle = box.right() - look.px(112)
        ink.right(QRectF(box.left(), box.top(), middle - box.left(), box.height()), kind)
        ink.line(box.adjusted(edge, 0, -look.px(116) - text_width(look, kind, "second") - edge, 0), index.data(), elide=True)
        painter.restore()


class CommandPalette(Overlay):
    """Type, choose with the arrows, Enter."""

    def __init__(self, look: Look, parent: QWidget, entries: Callable[[], Sequence[Entry]]) -> None:
        super().__init__(look, parent)
        self._entries_of = entries
        self._entries: Sequence[Entry] = ()
        self._shown: list[Entry] = []
        self.line = QLineEdit()
        self.line.setFont(look.font("title"))
        self.line.setPlaceholderText(tr("Find a command, drug or finding"))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setItemDelegate(PaletteRow(look))
        self._rows = self.list.itemDelegate()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Found"))
        self.list.itemClicked.connect(lambda item: self._choose(self.list.row(item)))
        self._count = label("", look, "second", name="faded")
        self.box.addWidget(self.line)
        self.box.addWidget(self.list, 1)
        self.box.addWidget(self._count)

    def open(self) -> None:
        """Begin anew with everything in it."""
        self._entries = self._entries_of()
        super().open()
        self.line.clear()
        self._search("")
        self.line.setFocus()

    def _search(self, wanted: str) -> None:
        hits = ranked(self._entries, wanted)
        self._shown = hits[:MOST_SHOWN]
        self.list.clear()
        for entry in self._shown:
            item = QListWidgetItem(entry.words)
            item.setData(Qt.ItemDataRole.UserRole, (entry.kind, entry.key))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (entry.words, entry.kind, entry.key))))
            item.setSizeHint(QSize(0, self._look.px(26)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._count.setText(tr("{n} of {all}").format(n=len(self._shown), all=len(self._entries)))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.close_panel()
            self._shown[row].act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the line act on the list."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self.list.setCurrentRow(min(len(self._shown) - 1, max(0, self.list.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentRow())
                return True
        return super().eventFilter(watched, event)
