"""A plain table of texts that selects a drug or a finding: the same content as a drawing, for reading row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.desktop.desk import Desk
from ui.desktop.ink import Ink, line_height, text_width, wrapped_height
from ui.desktop.look import Look
from ui.desktop.words import tall
from ui.visits import shown_in

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class PlainRow:
    """Texts of one row, with what it selects: an entry of the list, or an elementary finding."""

    cells: tuple[str, ...]
    medication: str = ""
    finding: str = ""


class PlainModel(QAbstractTableModel):
    """Rows of texts under heads."""

    def __init__(self, desk: Desk, heads: Sequence[str]) -> None:
        super().__init__()
        self._desk = desk
        self.heads = tuple(heads)
        self.rows: tuple[PlainRow, ...] = ()

    def show_rows(self, rows: Sequence[PlainRow], heads: Sequence[str] = ()) -> None:
        """Show other rows, under other heads where they are given."""
        self.beginResetModel()
        self.rows, self.heads = tuple(rows), tuple(heads) or self.heads
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One for each head."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, or the row."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tall(row.cells[index.column()], self._desk.review)
        return None


class PlainCell(QStyledItemDelegate):
    """Text that breaks; what belongs to the selection stands on its ground."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk

    def _lit(self, row: PlainRow) -> bool:
        desk = self._desk
        if row.finding and desk.review and desk.medication_id is None:
            place = shown_in(desk.review, row.finding)
            return place is not None and place[0] == desk.finding_id and desk.member_id in (None, place[1])
        return bool(row.medication) and row.medication == desk.medication_id

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Heights are set by the table."""
        return QSize(self._look.px(40), self._look.px(24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row: PlainRow = index.data(ROW_ROLE)
        look, box, view = self._look, QRectF(option.rect), option.widget
        here = isinstance(view, QTableView) and view.currentIndex() == index
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, look.colour("sel" if self._lit(row) else "base"))
        ink = Ink(painter, look)
        ink.block(
            box.adjusted(look.px(8), look.px(4), -look.px(4), 0), str(index.data()), "second", "text" if index.column() < 2 else "text2"
        )
        ink.rule(box)
        if here:
            ink.focus(box)
        painter.restore()


class PlainTable(QTableView):
    """Arrows move, Enter selects. The last column takes the room that the others leave."""

    def __init__(self, look: Look, desk: Desk, name: str, heads: Sequence[str]) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.plain = PlainModel(desk, heads)
        self.cell = PlainCell(look, desk)
        self.setModel(self.plain)
        self.setItemDelegate(self.cell)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(10)
        self._dress(self.horizontalHeader())
        self.clicked.connect(lambda _: self.act())
        desk.selected.connect(self.viewport().update)

    def _dress(self, head: QHeaderView) -> None:
        look, colours = self._look, self._look.tokens
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(10)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFont(look.font("head"))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(round(line_height(look, "head") + look.px(8)))
        head.setStyleSheet(
            f"QHeaderView {{ background: {colours.base}; border: 0; }} QHeaderView::section {{ background: {colours.base}; "
            f"color: {colours.text2}; border: 0; border-bottom: 1px solid {colours.control}; padding: 0 {look.px(8)}px; }}"
        )

    def show_rows(self, rows: Sequence[PlainRow], heads: Sequence[str] = ()) -> None:
        """Show other rows, under other heads where they are given."""
        self.plain.show_rows(rows, heads)
        self.arrange()

    def arrange(self) -> None:
        """Columns as wide as their longest text, at most their share of the room; rows as high as their texts."""
        look, room = self._look, self.viewport().width()
        count = len(self.plain.heads)
        if not count:
            return
        widths = []
        for c in range(count - 1):
            texts = [str(self.plain.index(r, c).data()) for r in range(len(self.plain.rows))]
            longest = max([text_width(look, t, "second") for t in texts] + [text_width(look, self.plain.heads[c], "body")])
            word = max([text_width(look, w, "second") for t in texts for w in t.split()], default=0)  # lines break between words
            share = max(look.px(60), round(word) + look.px(16), round(room / (count if count > 2 else 1.6)))
            widths.append(min(round(longest) + look.px(16), share))
        widths.append(max(look.px(120), room - sum(widths)))
        for c, wide in enumerate(widths):
            self.setColumnWidth(c, wide)
        for r in range(len(self.plain.rows)):
            texts = [str(self.plain.index(r, c).data()) for c in range(count)]
            high = max(wrapped_height(look, t, "second", w - look.px(12)) for t, w in zip(texts, widths, strict=True))
            self.setRowHeight(r, round(max(look.px(24), high + look.px(8))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.arrange()

    def act(self) -> None:
        """Select what the row speaks of."""
        row = self.currentIndex().data(ROW_ROLE)
        if not isinstance(row, PlainRow):
            return
        place = shown_in(self._desk.review, row.finding) if row.finding and self._desk.review else None
        if place is not None:
            self._desk.select_finding(*place)
        elif row.medication:
            self._desk.select_medication(row.medication)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space select; letters belong to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.act()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)


def words_of(table: PlainTable) -> str:
    """A table as lines of text, cells parted by tabs; for the clipboard."""
    lines = ["\t".join(table.plain.heads)]
    lines += ["\t".join(str(table.plain.index(r, c).data()) for c in range(len(table.plain.heads))) for r in range(len(table.plain.rows))]
    return "\n".join(lines) + "\n"
