"""What each column of an opened table is read as: guessed, shown with its first cells, set right by the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.choice import Choice
from ui.desktop.desk import Desk
from ui.desktop.form import set_choice
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.words import counted, dose_parts, tr
from ui.opened_table import OpenedTable, first_rows

if TYPE_CHECKING:
    from regimen_review.readers.columns import Meaning

MOST_SHOWN = 120
"""Columns that can be set here; a table of more has them in its first columns or nowhere."""
MEANINGS: tuple[tuple[Meaning, str], ...] = (
    ("name", "medicine"),  # at the end of the list: taking it away from another column is never a step on the way
    ("ignore", "not read"),
    ("code", "code of the medicine"),
    ("code-system", "code system"),
    ("strength", "strength"),
    ("dose", "dose"),
    ("dose-unit", "unit of the dose"),
    ("form", "form"),
    ("frequency", "how often"),
    ("frequency-value", "how often: number"),
    ("frequency-unit", "how often: per"),
    ("route", "route"),
    ("sig", "directions"),
    ("prn", "as needed, yes or no"),
    ("start", "start"),
    ("stop", "stop"),
    ("duration", "duration in days"),
    ("status", "status"),
    ("indication", "indication"),
    ("prescriber", "prescriber"),
    ("note", "note"),
    ("patient", "patient"),
)
"""What a column may be read as, with its words."""


class ColumnsPage(QFrame):
    """One row for each column: its heading, its first cells, what it is read as. Below, what the first rows then say."""

    def __init__(self, look: Look, desk: Desk, table: OpenedTable, close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._desk, self._close = look, desk, close
        self._listing = desk.session.state.listing
        self.table = table
        self.choosers: dict[int, Choice] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(look.px(24), look.px(18), look.px(24), look.px(14))
        self._box.setSpacing(look.px(8))
        self._box.addWidget(label(tr("What the columns of {name} hold").format(name=table.sheet.name), look, "view", wrap=True))
        told = tr(
            "Look at what each column is read as and set right what is not. It is remembered on this workstation for every table with this heading."
        )
        self._box.addWidget(label(told, look, "body", name="faded", wrap=True))
        self._box.addLayout(self._whole_table())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box.addWidget(self._scroll, 1)
        self._said = label("", look, "body", wrap=True)
        self._box.addWidget(self._said)
        self._box.addLayout(self._acts())
        desk.changed.connect(self._came)
        self._fill()

    # --- parts -------------------------------------------------------------------------------------------------

    def _whole_table(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(8))
        self.sheets, self.rows = Choice(self._look), Choice(self._look)
        for index, sheet in enumerate(self.table.sheets):
            self.sheets.addItem(sheet.title, index)
        self.rows.addItem(tr("one medicine"), "drug")
        self.rows.addItem(tr("one person"), "person")
        self.sheets.activated.connect(lambda _: self._set(self.table.turned_to(self.sheets.currentData()), anew=True))
        self.rows.activated.connect(lambda _: self._set(self.table.one_row_a_person(wide=self.rows.currentData() == "person")))
        named = ((tr("Sheet"), self.sheets, len(self.table.sheets) > 1), (tr("One row is"), self.rows, True))
        for words, chooser, shown in named:
            head = label(words, self._look, "body")
            head.setBuddy(chooser)
            chooser.setAccessibleName(words)
            for widget in (head, chooser) if shown else ():
                row.addWidget(widget)
            if shown:
                row.addSpacing(self._look.px(8))
        row.addStretch(1)
        return row

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(8))
        self.read = button(tr("Review this list") + "   Ctrl+Enter", self._look, self._read)
        self.read.setProperty("first", True)
        self.again = button(tr("Forget and guess again"), self._look, self.forget)
        for widget in (self.read, self.again, button(tr("Back") + "   Esc", self._look, self._close)):
            row.addWidget(widget)
        row.addStretch(1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._read)
        return row

    def _fill(self) -> None:
        """Rows for the columns of the sheet in front; columns without heading and cells are left out."""
        body = QWidget()
        body.setObjectName("cardBody")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, self._look.px(4), self._look.px(8), self._look.px(4))
        grid.setHorizontalSpacing(self._look.px(14))
        grid.setVerticalSpacing(self._look.px(5))
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, self._look.px(150))
        for column, words in enumerate((tr("Heading"), tr("Read as"), tr("First cells"))):
            grid.addWidget(label(words, self._look, "head", name="faded"), 0, column)
        self.choosers = {}
        for column, heading in enumerate(self.table.mapping.columns[:MOST_SHOWN]):
            if heading or self.table.samples(column, 1):
                self._add_column(grid, column, heading)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(body)
        self._show()

    def _add_column(self, grid: QGridLayout, column: int, heading: str) -> None:
        look, row = self._look, grid.rowCount()
        name = heading or tr("column {n}").format(n=column + 1)
        chooser = Choice(look)
        for meaning, words in MEANINGS:
            chooser.addItem(tr(words), meaning)
        chooser.setAccessibleName(tr("{heading}, read as").format(heading=name))
        chooser.activated.connect(partial(self._set_column, column))
        self.choosers[column] = chooser
        head = label(name, look, "strong", wrap=True)
        head.setMaximumWidth(look.px(220))
        cells = label(" · ".join(self.table.samples(column)), look, "second", name="faded", wrap=True)
        for place, widget in enumerate((head, chooser, cells)):
            grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)

    # --- acting ------------------------------------------------------------------------------------------------

    def _set_column(self, column: int, _: int) -> None:
        self._set(self.table.with_meaning(column, cast("Meaning", self.choosers[column].currentData())))

    def _set(self, table: OpenedTable, *, anew: bool = False) -> None:
        self.table = self._desk.table = table
        if anew:
            self._fill()
        else:
            self._show()

    def _show(self) -> None:
        """What is set, and what the first rows then say."""
        mapping = self.table.mapping
        set_choice(self.rows, "person" if mapping.wide else "drug")
        set_choice(self.sheets, self.table.chosen)
        for column, chooser in self.choosers.items():
            set_choice(chooser, mapping.meanings[column])
        self.read.setEnabled(self.table.readable)
        self.again.setVisible(self.table.remembered)
        self._said.setText(self._first_rows())
        self._said.setObjectName("" if self.table.readable and not mapping.unsure else "gap")
        self._said.style().polish(self._said)

    def _first_rows(self) -> str:
        found = first_rows(self.table)
        if isinstance(found, str):
            return found
        said = []
        for statement in found.statements[:3]:
            amount, rhythm = dose_parts(statement.dosage)
            said.append(
                ", ".join(part for part in (statement.name or statement.as_written, amount, rhythm, statement.dosage.route) if part)
            )
        asked = [tr("Is “{heading}” the column with the medicines?").format(heading=h) for h in self.table.mapping.unsure]
        rows = counted(len(self.table.sheet.table.rows), "{n} row.", "{n} rows.")
        return " ".join([*asked, rows, tr("The first ones read:"), "; ".join(said) or tr("no medicine")])

    def begin(self) -> None:
        """The keyboard goes to the first column that is not certain, else to the button."""
        unsure = self.table.mapping.unsure
        doubtful = [c for i, c in self.choosers.items() if self.table.mapping.columns[i] in unsure or not self.table.readable]
        (doubtful[0] if doubtful else self.read).setFocus()

    def forget(self) -> None:
        """Forget what was remembered for this heading, and guess anew."""
        if self._desk.tables is not None:
            self._desk.tables.forget_columns(self.table.mapping.key)
        self._set(replace(self.table.guessed_again(), remembered=False))

    def _read(self) -> None:
        if self.table.readable:
            self._desk.read_table(self.table)

    def _came(self) -> None:
        """The list that was read takes the place of this page."""
        if self.isVisible() and self._desk.session.state.listing is not self._listing:
            self._listing = self._desk.session.state.listing
            self._close()
