"""The matrix view: every pair once, with its counts and what the chosen cell says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from regimen_review.findings import Review
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.glyphs import Glyph
from ui.desktop.ink import text_width
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.matrix_table import PairTable, pair_words, tall_words
from ui.desktop.tokens import Mark
from ui.desktop.words import ACTION, SIGNAL, medication_name, tr
from ui.pair_grid import Order, pair_grid

_COUNTED: tuple[Mark, ...] = ("contraindicated", "major", "moderate", "minor", "intended")
_ORDERS: tuple[tuple[Order, str], ...] = (
    ("findings", "most findings first"),
    ("written", "as written"),
    ("class", "by class"),
)


class PairCard(QFrame):
    """What the chosen cell says; it stands beside the triangle and hides nothing."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pairCard")
        self._desk = desk
        self._glyph = Glyph(look, "major", 16)
        self._word, self._place = label("", look, "strong"), label("", look, "second", name="faded")
        self._action = label("", look, "second", name="faded")
        self._names = label("", look, "strong", wrap=True)
        self._words = label("", look, "body", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(look.px(12), look.px(9), look.px(12), look.px(9))
        box.setSpacing(look.px(4))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        for widget in (self._glyph, self._word, self._place):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._action)
        box.addLayout(row)
        box.addWidget(self._names)
        box.addWidget(self._words)
        self._hint = label(tr("Enter opens it · arrows move"), look, "second", name="faded")
        box.addWidget(self._hint)

    def set_brief(self, *, brief: bool) -> None:
        """Only the two names and the mark, where the words would hide the triangle."""
        self._words.setVisible(not brief)
        self._hint.setVisible(not brief)

    def show_cell(self, table: PairTable) -> None:
        """Show the current cell of the table."""
        here = table.currentIndex()
        pair = table.pairs.pair_at(here.row(), here.column()) if here.isValid() else None
        self.setVisible(pair is not None)
        if pair is None:
            return
        meds, review = table.pairs.grid.medications, self._desk.review
        self._names.setText(" + ".join(medication_name(meds[i], review) for i in (here.row(), here.column())))
        finding = next((f for f in review.findings if f.id == pair.finding), None) if review else None
        part = next((p for p in finding.members if p.id == pair.part), finding) if finding else None
        self._glyph.set_mark(pair.mark or "not-checked")
        self._glyph.setVisible(pair.mark is not None or pair.state == "unchecked")
        self._word.setText(tr(SIGNAL[pair.mark]) if pair.mark else tr("Not checked") if pair.state == "unchecked" else tr("Nothing shown"))
        self._place.setText(tr("finding {n} of Act").format(n=pair.number) if pair.number else "")
        self._action.setText(tr(ACTION[part.action]) if part else "")
        consequence = f". {part.consequence}" if part and part.consequence else ""
        self._words.setText(f"{tall_words(pair, self._desk)}{consequence}" if pair.mark else pair_words(pair).capitalize() + ".")


class MatrixView(QFrame):
    """The triangle at the left, counts and the chosen cell at the right."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._order: Order = "findings"
        self._shown: tuple[Review | None, Order] | None = None
        self._chips: dict[Order, QPushButton] = {}
        self.list = PairTable(look, desk)
        self._counts: dict[str, QLabel] = {}
        self._total = label("", look, "strong")
        self._card = PairCard(look, desk)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._chip_row())
        self._area = QWidget()
        self._table_box = QHBoxLayout(self._area)
        self._table_box.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self._table_box.addWidget(self.list, 1)
        box.addWidget(self._area, 1)
        self._panel = self._side()
        self._panel.setParent(self._area)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.clicked.connect(lambda _: self.list.open_pair())
        desk.changed.connect(self.reload)
        desk.selected.connect(self.list.viewport().update)
        self.reload()

    def _chip_row(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        row = FlowLayout(frame, look.px(8), look.px(4))
        row.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(4))
        row.addWidget(label(tr("Order"), look, "second", name="faded"))
        for order, words in _ORDERS:
            chip = button(tr(words), look, lambda o=order: self._set_order(o), kind="chip", role="second", checkable=True)  # type: ignore[misc]
            self._chips[order] = chip
            row.addWidget(chip)
        row.addWidget(label(tr("nothing hidden"), look, "second", name="faded"))
        return frame

    def _side(self) -> QWidget:
        look = self._look
        side = QFrame()
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.px(8))
        outer.addWidget(self._total)
        self._counts_box = QWidget()
        outer.addWidget(self._counts_box)
        box = QVBoxLayout(self._counts_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(8))
        grid = QGridLayout()
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, str, Mark | None]] = [(m, SIGNAL[m], m) for m in _COUNTED]
        rows += [("quiet", "Looked at, left out", None), ("nothing", "Checked, nothing found", None)]
        rows.append(("unchecked", "Not checked, name not settled", "not-checked"))
        for i, (key, words, mark) in enumerate(rows):
            if mark is not None:
                grid.addWidget(Glyph(look, mark, 15), i, 0)
            grid.addWidget(label(tr(words), look, "second"), i, 1)
            self._counts[key] = label("", look, "strong")
            grid.addWidget(self._counts[key], i, 2, Qt.AlignmentFlag.AlignRight)
        box.addLayout(grid)
        box.addWidget(
            label(
                tr(
                    "A name ends its row and starts its column. Findings on a condition, a laboratory value or one drug "
                    "are not pairs: see Findings."
                ),
                look,
                "second",
                name="faded",
                wrap=True,
            )
        )
        outer.addWidget(self._card)
        return side

    # --- placing the panel -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel stands in the empty half of the square."""
        super().resizeEvent(event)
        self._desk.later(self._place)

    def _place(self) -> None:
        """Put the panel over the empty half; where it would hide a name, beside the triangle."""
        look = self._look
        self._counts_box.show()
        self._card.set_brief(brief=False)
        wide = look.px(252)
        layout = self._panel.layout()
        assert layout is not None
        layout.activate()
        high = max(layout.totalHeightForWidth(wide), layout.totalSizeHint().height())
        left = self._area.width() - wide - look.px(24)  # beside the scroll bar
        cell = look.px(24)
        ends = (
            cell * i + text_width(look, medication_name(m, self._desk.review), "strong") + look.px(30)
            for i, m in enumerate(self.list.pairs.grid.medications)
            if cell * i < high + look.px(12)
        )
        hides = max(ends, default=0.0) + look.px(12) > left
        edge = look.px(12)
        self._counts_box.setVisible(not hides)
        if hides:  # no room beside the triangle: what the cell says stands below it, the counts stand with the graph
            self._card.set_brief(brief=self._area.height() < look.px(300))
            self._panel.layout().activate()  # type: ignore[union-attr]
            high = self._panel.sizeHint().height()
            across = self._area.width() - 2 * edge
            self._table_box.setContentsMargins(edge, look.px(8), edge, high + 2 * look.px(8))
            self._panel.setGeometry(edge, self._area.height() - high - look.px(8), across, high)
            self._panel.raise_()
            return
        self._table_box.setContentsMargins(edge, look.px(8), edge, look.px(8))
        self._panel.setGeometry(left, look.px(8), wide, min(high, self._area.height() - look.px(12)))
        self._panel.raise_()

    def _set_order(self, order: Order) -> None:
        self._order = order
        self.reload()

    def reload(self) -> None:
        """Build the grid anew when the review or the order changed."""
        review = self._desk.review
        if self._shown is not None and self._shown[0] is review and self._shown[1] == self._order:
            return
        self._shown = (review, self._order)
        for order, chip in self._chips.items():
            chip.setChecked(order == self._order)
        if review is None:
            return
        grid = pair_grid(review, self._order)
        self.list.pairs.show_grid(grid)
        counts = grid.counts()
        for key, shown in self._counts.items():
            shown.setText(str(counts.get(key, 0)))
        self._total.setText(tr("{n} pairs of {m} medications").format(n=len(grid.pairs), m=len(grid.medications)))
        if len(grid.medications) > 1:
            self.list.setCurrentIndex(self.list.pairs.index(1, 0))

    def _moved(self) -> None:
        self._card.show_cell(self.list)
        self.list.viewport().update()
        self._desk.later(self._place)
