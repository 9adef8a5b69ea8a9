"""The left pane: every medication as written and as resolved, with its gaps; open names are settled in place."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from regimen_review.regimen import Medication
from ui.desktop.desk import Desk
from ui.desktop.glyphs import HighAlert
from ui.desktop.labels import label
from ui.desktop.look import Look
from ui.desktop.medication_model import MEDICATION_ROLE, MOST_CANDIDATES, MedicationModel, gaps, options, unsettled
from ui.desktop.medication_row import MedicationRow, columns
from ui.desktop.words import tr


class MedicationList(QListView):
    """The rows; arrows move, numbers settle, Enter opens the entry, Delete takes it off."""

    def __init__(self, look: Look, desk: Desk, pane: MedicationsPane) -> None:
        super().__init__()
        self._desk, self._pane = desk, pane
        self.rows = MedicationModel(desk)
        self._asked: Medication | None = None
        self.row = MedicationRow(look, desk, self.rows)
        self.setModel(self.rows)
        self.setItemDelegate(self.row)
        self.setAccessibleName(tr("Medications"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda now, _: self._chosen(now.data(MEDICATION_ROLE)))

    def _chosen(self, medication: Medication | None) -> None:
        if medication is not None and self.hasFocus():
            self._desk.select_medication(medication.id)

    def show_selection(self) -> None:
        """Follow the one selection without taking the keyboard."""
        asking = self.rows.asking()
        if asking is not self._asked:  # only then does a row change its height
            self._asked = asking
            self.scheduleDelayedItemsLayout()
        row = self.rows.row_of(self._desk.medication_id)
        if row >= 0:
            self.selectionModel().setCurrentIndex(self.rows.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            lit = self._desk.lit_medications()
            first = next((i for i, m in enumerate(self.rows.rows) if m.id in lit), -1)
            if first >= 0 and not self.hasFocus():
                self.scrollTo(self.rows.index(first), QListView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a choice settles; anywhere else selects."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid():
            medication = index.data(MEDICATION_ROLE)
            point = event.position()
            choice = self.row.chip_at(medication, self.visualRect(index), point.x(), point.y())
            if choice:
                self._pane.choose(medication, choice)
            else:
                self._desk.select_medication(medication.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 open the entry, Delete removes it."""
        medication = self._desk.medication
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and medication:
            self._desk.wants.emit("medication")
        elif event.key() == Qt.Key.Key_Delete and medication:
            self._desk.drop(medication)
        elif event.text() and event.text().isprintable() and not event.text().isspace():
            event.ignore()  # letters and digits are commands of the window; Ctrl+K searches
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows break anew."""
        super().resizeEvent(event)
        self._pane.place_heads()
        self.scheduleDelayedItemsLayout()


class MedicationsPane(QFrame):
    """Header with counts, column heads, the rows, a line to name or add an entry, the legend."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._desk = look, desk
        self._naming: Medication | None = None
        self._title, self._count = label(tr("Medications"), look, "strong"), label("", look, "body")
        self._missing = label("", look, "second", name="faded")
        self._count.setObjectName("faded")
        self._heads = tuple(label(t, look, "head", name="faded") for t in ("", tr("Dose"), tr("Route")))
        self.list = MedicationList(look, desk, self)
        self._entry = QLineEdit()
        self._entry.setFont(look.font("body"))
        self._entry.returnPressed.connect(self._entered)
        self._entry.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._header())
        box.addWidget(self._head_row())
        box.addWidget(self.list, 1)
        entry = QHBoxLayout()
        entry.setContentsMargins(look.px(8), 0, look.px(8), 0)
        entry.addWidget(self._entry)
        box.addLayout(entry)
        box.addWidget(self._legend())
        desk.changed.connect(self._reload)
        desk.selected.connect(self.list.show_selection)
        desk.tried.connect(self.list.viewport().update)
        self._reload()

    def _header(self) -> QWidget:
        header = QFrame()
        header.setObjectName("paneHeader")
        header.setFixedHeight(self._look.px(32))
        row = QHBoxLayout(header)
        row.setContentsMargins(self._look.px(12), 0, self._look.px(12), 0)
        row.setSpacing(self._look.px(8))
        for widget in (self._title, self._count):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._missing)
        return header

    def _head_row(self) -> QWidget:
        self._head_box = QFrame()
        self._head_box.setObjectName("chips")
        self._head_box.setFixedHeight(self._look.px(24))
        self._heads[0].setTextFormat(Qt.TextFormat.RichText)
        self._heads[0].setText(f"{tr('Medication')} <i>{tr('as written')}</i>")
        for head in self._heads:
            head.setParent(self._head_box)
        return self._head_box

    def place_heads(self) -> None:
        """Column heads stand over their columns."""
        cols = columns(self._look, self.list.viewport().width())
        high = self._head_box.height()
        for head, left in zip(self._heads, (cols.name, cols.dose, cols.route), strict=True):
            head.setGeometry(int(left), 0, head.sizeHint().width(), high)
        self._heads[2].setVisible(cols.route_width > 0)

    def _legend(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("paneFoot")
        foot.setFixedHeight(self._look.px(25))
        row = QHBoxLayout(foot)
        row.setContentsMargins(self._look.px(12), 0, self._look.px(8), 0)
        row.setSpacing(self._look.px(6))
        row.addWidget(HighAlert(self._look, 13))
        row.addWidget(label(tr("high-alert medication"), self._look, "head", name="faded"))
        row.addSpacing(self._look.px(8))
        row.addWidget(label(tr("in the selected finding"), self._look, "head", name="inSelection"))
        row.addStretch(1)
        return foot

    def _reload(self) -> None:
        if self.list.rows.reload():
            self.list.show_selection()
        rows = self.list.rows.rows
        doseless = sum(1 for m in rows if m.current and tr("no dose") in gaps(m))
        past = sum(1 for m in rows if not m.current)
        words = str(len(rows)) if not past else tr("{n}: {m} current").format(n=len(rows), m=len(rows) - past)
        self._count.setText(words if rows else "")
        self._missing.setText(tr("{n} without a dose").format(n=doseless) if doseless else "")

    # --- settling ----------------------------------------------------------------------------------------------

    def choose_by_key(self, number: int) -> bool:
        """Settle the name that is asked about by its number; whether there was one."""
        medication = self.list.rows.asking()
        if medication is None or number > len(options(medication)):
            return False
        self.choose(medication, number)
        return True

    def choose(self, medication: Medication, number: int) -> None:
        """Settle a name by a candidate, by another name written in, or as no medicine."""
        count = min(len(medication.resolution.candidates), MOST_CANDIDATES)
        if number <= count:
            self._desk.settle(medication, number)
        elif number == count + 1:
            self._ask_name(medication)
        else:
            self._desk.session.settle(medication.statement.name, ())

    def _ask_name(self, medication: Medication) -> None:
        self._naming = medication
        self._entry.setPlaceholderText(tr("Generic name of “{name}”, then Enter").format(name=medication.statement.name))
        self._show_entry()

    def ask_new(self) -> None:
        """Let the person type a new entry under the list."""
        self._naming = None
        self._entry.setPlaceholderText(tr("Medication as you would write it, then Enter"))
        self._show_entry()

    def _show_entry(self) -> None:
        self._entry.setAccessibleName(self._entry.placeholderText())
        self._entry.clear()
        self._entry.show()
        self._entry.setFocus()

    def _entered(self) -> None:
        text, naming = self._entry.text().strip(), self._naming
        self._entry.hide()
        self.list.setFocus()
        if not text:
            return
        if naming is not None:
            self._desk.rename(naming, text)
        else:
            self._desk.session.add(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the line."""
        if event.key() == Qt.Key.Key_Escape and self._entry.isVisible():
            self._entry.hide()
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def open_names(self) -> int:
        """How many names wait to be settled."""
        return sum(1 for m in self.list.rows.rows if unsettled(m))

    def sizeHint(self) -> QSize:
        """376 px wide at 100 %."""
        return QSize(self._look.px(376), self._look.px(600))
