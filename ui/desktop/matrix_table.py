"""The triangle of all pairs as a table: reachable with arrows, each cell a sentence for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.desktop.desk import Desk
from ui.desktop.glyphs import draw_glyph
from ui.desktop.ink import Ink, text_width
from ui.desktop.look import Look
from ui.desktop.words import SIGNAL, medication_name, tall, tr
from ui.pair_grid import Pair, PairGrid

Index = QModelIndex | QPersistentModelIndex


class PairModel(QAbstractTableModel):
    """Row by column; a name stands at the end of its row, on the diagonal."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.grid = PairGrid((), {})
        self._columns = 0

    def show_grid(self, grid: PairGrid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.grid = grid
        self._columns = self._needed()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row for each medication."""
        return 0 if parent.isValid() else len(self.grid.medications)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column for each medication, and room for names."""
        return 0 if parent.isValid() else self._columns

    def _needed(self) -> int:
        """Columns of the triangle and as many more as the names at its edge take."""
        cell, meds = self._look.px(24), self.grid.medications
        ends = [
            i
            + (text_width(self._look, medication_name(m, self._desk.review), "strong") + self._look.px(12)) / cell
            + (4.4 if m.resolution.state in ("confirm", "unresolved") else 0)
            for i, m in enumerate(meds)
        ]
        return max((int(end) + 1 for end in ends), default=0)

    def pair_at(self, row: int, column: int) -> Pair | None:
        """The pair of a cell, or None on and above the diagonal."""
        if column >= row or row >= len(self.grid.medications):
            return None
        return self.grid.pair(self.grid.medications[row], self.grid.medications[column])

    def words(self, row: int, column: int) -> str:
        """A cell in words."""
        meds, review = self.grid.medications, self._desk.review
        if row >= len(meds):
            return ""
        if column >= row:
            return medication_name(meds[row], review) if column == row else ""
        names = f"{medication_name(meds[row], review)} + {medication_name(meds[column], review)}"
        return f"{names}: {pair_words(self.pair_at(row, column))}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words of a cell."""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.words(index.row(), index.column())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only the triangle can be chosen."""
        if index.column() > index.row():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def pair_words(pair: Pair | None) -> str:
    """What a pair says, and why nothing is shown where nothing is."""
    if pair is None:
        return ""
    if pair.mark is not None:
        return f"{tr(SIGNAL[pair.mark])}: {pair.words}"
    if pair.state == "quiet":
        return tr("looked at and left out: {why}").format(why=pair.words)
    if pair.state == "unchecked":
        return tr("not checked: {why}").format(why=tr(pair.words))
    return tr("checked; no rule, inference or source speaks of this pair")


class PairCell(QStyledItemDelegate):
    """Draws a cell, or a name on the diagonal."""

    def __init__(self, look: Look, desk: Desk, model: PairModel) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw."""
        row, column = index.row(), index.column()
        if column > row:
            return
        box = QRectF(option.rect)
        current = self._current(option)
        painter.save()
        if column == row:
            self._name(Ink(painter, self._look), box, row, current)
        else:
            self._cell(painter, box, row, column, current)
        painter.restore()

    @staticmethod
    def _current(option: QStyleOptionViewItem) -> tuple[int, int]:
        view = option.widget
        if isinstance(view, QTableView):
            here = view.currentIndex()
            return here.row(), here.column()
        return -1, -1

    def _name(self, ink: Ink, box: QRectF, row: int, current: tuple[int, int]) -> None:
        look, medication = self._look, self._model.grid.medications[row]
        lit = medication.id in self._desk.lit_medications() or medication.id == self._desk.medication_id
        name = medication_name(medication, self._desk.review)
        role = "strong" if lit or row in current else "body"
        wide = text_width(look, name, role) + look.px(14)  # type: ignore[arg-type]
        place = QRectF(box.left(), box.top(), wide, box.height())
        if row in current:
            ink.painter.fillRect(place, look.colour("sel"))
        end = ink.line(place.adjusted(look.px(7), 0, 0, 0), name, role)  # type: ignore[arg-type]
        if medication.resolution.state in ("confirm", "unresolved"):
            ink.line(QRectF(end + look.px(8), box.top(), look.px(160), box.height()), tr("name not settled"), "least", "text2")

    def _cell(self, painter: QPainter, box: QRectF, row: int, column: int, current: tuple[int, int]) -> None:
        look, pair = self._look, self._model.pair_at(row, column)
        assert pair is not None
        band = row == current[0] or column == current[1]
        painter.fillRect(box, look.colour("sel" if band and current[1] <= current[0] else "base"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRect(box.adjusted(-0.5, -0.5, -0.5, -0.5))
        if pair.mark is not None:
            side = look.px(15 if pair.mark != "minor" else 14)
            middle = box.center()
            draw_glyph(painter, pair.mark, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), look)
        elif pair.state == "unchecked":
            self._hatch(painter, box)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("control"))
            painter.drawEllipse(box.center(), 0.8 * look.scale, 0.8 * look.scale)
        self._frames(painter, box, pair, here=(row, column) == current)

    def _frames(self, painter: QPainter, box: QRectF, pair: Pair, *, here: bool) -> None:
        look, desk = self._look, self._desk
        inner = box.adjusted(1, 1, -2, -2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if pair.finding and pair.finding == desk.finding_id and desk.member_id in (None, pair.part or None):
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(inner)
        if here:
            painter.setPen(QPen(look.colour("text"), 2))
            painter.drawRect(inner)

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("control"), 0.8))
        step, x = 6.0 * self._look.scale, box.left() - box.height()
        while x < box.right():
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
            x += step


class PairTable(QTableView):
    """Arrows move, Enter opens the finding, Space says why a cell is empty."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.pairs = PairModel(look, desk)
        self.cell = PairCell(look, desk, self.pairs)
        self.setModel(self.pairs)
        self.setItemDelegate(self.cell)
        self.setShowGrid(False)
        self.setAccessibleName(tr("All pairs of medications"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(10)
            header.setDefaultSectionSize(look.px(24))
        self.setTabKeyNavigation(False)

    def open_pair(self) -> None:
        """Select the finding of the cell."""
        here = self.currentIndex()
        pair = self.pairs.pair_at(here.row(), here.column()) if here.isValid() else None
        if pair is not None and pair.finding:
            self._desk.select_finding(pair.finding, pair.part or None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open; letters belong to the window; arrows stay in the triangle."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_pair()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
            here = self.currentIndex()
            if here.column() >= here.row() > 0:
                self.setCurrentIndex(self.pairs.index(here.row(), here.row() - 1))


def tall_words(pair: Pair, desk: Desk) -> str:
    """The words of a pair with tall-man names."""
    return tall(pair.words, desk.review)
