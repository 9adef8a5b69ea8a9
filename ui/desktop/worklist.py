"""The worklist: findings in the order in which they are to be read."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from ui.desktop.desk import Desk
from ui.desktop.look import Look
from ui.desktop.words import tr
from ui.desktop.worklist_model import ROW_ROLE, Row, WorklistModel
from ui.desktop.worklist_row import WorklistRow


class Worklist(QListView):
    """Arrows and J K move, right and left unfold and fold, a click selects; deciding happens beside it."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.rows = WorklistModel(desk)
        self.row = WorklistRow(look, desk)
        self.setModel(self.rows)
        self.setItemDelegate(self.row)
        self.setAccessibleName(tr("Findings, most important first"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        desk.changed.connect(self.reload)
        desk.selected.connect(self.show_selection)
        self.reload()

    def reload(self) -> None:
        """Take the rows anew and keep the place."""
        place = self.verticalScrollBar().value()
        self.rows.reload()
        self.verticalScrollBar().setValue(place)
        self.show_selection()

    def show_selection(self) -> None:
        """Follow the one selection."""
        self.rows.reveal(self._desk.finding_id)
        row = self.rows.row_of(self._desk.finding_id, self._desk.member_id)
        if row >= 0:
            index = self.rows.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index, QListView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def _here(self) -> Row | None:
        row = self.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, Row) else None

    def _choose(self, row: Row) -> None:
        if row.finding is not None:
            self._desk.select_finding(row.finding.id, row.part.id if row.part else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select; on the fold mark or a section head, fold or unfold."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        row = index.data(ROW_ROLE) if index.isValid() else None
        if not isinstance(row, Row):
            return
        if row.kind == "head" or (event.position().x() < self._look.px(26) and row.kind == "finding"):
            self.rows.set_open(row, opened=not row.opened)
        self._choose(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Unfold or fold a finding."""
        row = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        if isinstance(row, Row) and row.kind == "finding":
            self.rows.set_open(row, opened=not row.opened)
            self.show_selection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and fold; letters belong to the window."""
        row = self._here()
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and row is not None:
            self._fold(row, opened=event.key() == Qt.Key.Key_Right)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and row is not None:
            self._fold(row, opened=not row.opened)
        elif event.text() and not event.text().isspace() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
            moved = self._here()
            if moved is not None:
                self._choose(moved)
                self.viewport().update()

    def _fold(self, row: Row, *, opened: bool) -> None:
        at = self.currentIndex().row()
        if self.rows.set_open(row, opened=opened):
            index = self.rows.index(min(at, len(self.rows.rows) - 1))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Headlines break anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
