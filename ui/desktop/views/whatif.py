"""The what-if view: changes tried out on the list, today beside them, what they cost."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from regimen_review.findings import Review
from regimen_review.plans.comparison import Comparison, compare
from ui.advice import Advises
from ui.desktop.advice_panel import AdvicePanel
from ui.desktop.comparison_rows import ROW_ROLE, ComparisonModel, ComparisonRow, Row, Section, comparison_rows
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button, dashed_foot, label
from ui.desktop.look import Look
from ui.desktop.option_panel import OptionPanel, OptionShelf
from ui.desktop.sentences import said
from ui.desktop.smallest_panel import SmallestPanel
from ui.desktop.trial_bar import TrialBar
from ui.desktop.words import tr
from ui.options import option_name

Page = Literal["trial", "smallest", "options", "alternatives", "dont-add"]
PATIENCE_MS = 150
PAGES: tuple[Page, ...] = ("trial", "smallest", "options", "alternatives", "dont-add")


class ComparisonList(QListView):
    """Rows of the comparison; a click on a head folds, on a finding of today selects it everywhere."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows = ComparisonModel(desk)
        self.row = ComparisonRow(look, desk)
        self.opened: frozenset[Section] = frozenset({"gone", "changed", "new"})
        self._pair: tuple[Comparison, Review] | None = None
        self.setModel(self.rows)
        self.setItemDelegate(self.row)
        self.setAccessibleName(tr("Today beside the trial"))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_comparison(self, comparison: Comparison | None, after: Review | None) -> None:
        """Show another comparison, or none."""
        self._pair = (comparison, after) if comparison is not None and after is not None else None
        self.rows.show_rows(comparison_rows(*self._pair, self.opened) if self._pair else ())

    def _act(self, row: Row) -> None:
        if row.head:
            self.opened = self.opened ^ {row.section}
            self.show_comparison(*(self._pair or (None, None)))
        elif row.before is not None:
            self._desk.select_finding(row.before.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold or select."""
        super().mousePressEvent(event)
        row = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        if isinstance(row, Row):
            self._act(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter folds or selects."""
        row = self.currentIndex().data(ROW_ROLE)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(row, Row):
            self._act(row)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)


class Count(QFrame):
    """A number today and with the changes, under its name."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._name = name
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(label(name, look, "second", name="faded"))
        self._numbers = label("", look, "view")
        box.addWidget(self._numbers)
        self._box = box

    def set_flat(self, *, flat: bool) -> None:
        """The number beside its name, where there is little height."""
        self._box.setDirection(QVBoxLayout.Direction.LeftToRight if flat else QVBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(6 if flat else 0)

    def show_numbers(self, before: int, after: int | None) -> None:
        """``9 → 6``, or today's number alone."""
        self._numbers.setText(str(before) if after is None else f"{before} → {after}")
        self.setAccessibleName(f"{self._name}: {self._numbers.text()}")


class WhatIfView(QFrame):
    """Stop, replace, re-dose or add; nothing touches the list until it is kept."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._page: Page | None = None
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(PATIENCE_MS)
        self._pending.timeout.connect(self._give_up)
        self._shelf = OptionShelf.of(desk)
        self.list = ComparisonList(look, desk)
        self._counts = {
            name: Count(look, tr(words))
            for name, words in (("act", "Act"), ("review", "Review"), ("note", "Notes"), ("unchecked", "Not checked"))
        }
        self.bar = TrialBar(look, desk, self.keep_option)
        self._line = self.bar.line
        self._costs = label("", look, "second", wrap=True)
        self._chips: dict[Page, QPushButton] = {}
        self._smallest, self.options = SmallestPanel(look, desk), OptionPanel(look, desk)
        self._middle = QStackedWidget()
        self.alternatives, self.dont_add = AdvicePanel(look, desk, "alternatives"), AdvicePanel(look, desk, "dont-add")
        self._middle.addWidget(self.list)
        for panel in (self._smallest, self.options, self.alternatives, self.dont_add):
            self._middle.addWidget(_scrolled(panel, look))
        self._middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # it scrolls; the buttons do not
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.bar, self._numbers()):
            box.addWidget(part)
        box.addWidget(self._middle, 1)
        self._foot_frame = dashed_foot(look, self._costs)
        box.addWidget(self._foot_frame)
        desk.tried.connect(self._tried)
        desk.changed.connect(self._list_changed)
        desk.selected.connect(self._selected)
        self._shelf.changed.connect(self.reload)
        self.reload()

    # --- building ----------------------------------------------------------------------------------------------

    def _numbers(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(14), look.px(5), look.px(14), look.px(6))
        box.setSpacing(look.px(5))
        row = self._count_row = QHBoxLayout()
        row.setSpacing(look.px(26))
        for count in self._counts.values():
            row.addWidget(count)
        row.addStretch(1)
        box.addLayout(row)
        holder = QWidget()
        chips = FlowLayout(holder, look.px(6), look.px(4))
        titles: dict[Page, str] = {
            "trial": tr("Today and trial"),
            "smallest": tr("Smallest change"),
            "options": "",
            "alternatives": tr("Alternatives"),
            "dont-add": tr("Do not add"),
        }
        for page, words in titles.items():
            chip = button(words, look, partial(self.show_page, page), kind="chip", role="second", checkable=True)
            self._chips[page] = chip
            chips.addWidget(chip)
        box.addWidget(holder)
        return frame

    # --- showing -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page in front: the one that was asked for where it has something to show."""
        desk = self._desk
        if self._page == "options" and self._shelf.options:
            return "options"
        if self._page in ("alternatives", "dont-add"):
            return self._page
        plans = desk.planner is not None
        return "smallest" if plans and (desk.trial.empty or self._page == "smallest") else "trial"

    def show_page(self, page: Page) -> None:
        """Bring the comparison, the smallest changes or the options to the front."""
        self._page = page
        self.reload()

    def _tried(self) -> None:
        """Another trial, or its review: the comparison comes to the front."""
        self._page = None
        self.reload()

    def _selected(self) -> None:
        """Another drug: other alternatives."""
        if self.page == "alternatives" and self.isVisible():
            self.alternatives.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """What is asked for is worked out when the view comes to the front."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Show the trial and what comes of it."""
        desk = self._desk
        before, after = desk.review, desk.trial_review
        comparison = desk.trial_comparison or (compare(before, after) if before and after else None)
        if comparison is None and not desk.trial.empty:
            self._pending.start()  # what is shown stays for a moment, so that a quick answer does not flicker
        else:
            self._show(comparison)
        self._costs.setText(self._cost_words(comparison))
        self.bar.reload(option_name([o.name for o in self._shelf.options]))
        self._name_chips()
        page = self.page
        self._middle.setCurrentIndex(PAGES.index(page))
        self._foot_frame.setVisible(page == "trial" or not (self.bar.narrow or page == "options"))
        asking: dict[Page, SmallestPanel | AdvicePanel] = {
            "smallest": self._smallest,
            "alternatives": self.alternatives,
            "dont-add": self.dont_add,
        }
        if page in asking and self.isVisible():
            asking[page].reload()

    def _show(self, comparison: Comparison | None) -> None:
        self._pending.stop()
        before, after = self._desk.review, self._desk.trial_review
        self.list.show_comparison(comparison, after)
        if before is None:
            return
        for name, count in self._counts.items():
            count.show_numbers(_number(before, name), _number(after, name) if after else None)

    def _give_up(self) -> None:
        """The answer takes long or never comes: what belonged to the trial before is not left standing."""
        if self._desk.trial_review is None:
            self._show(None)

    def _name_chips(self) -> None:
        kept = len(self._shelf.options)
        self._chips["options"].setText(tr("Options {n}").format(n=kept))
        shown: dict[Page, bool] = {
            "trial": not self._desk.trial.empty,
            "smallest": self._desk.planner is not None,
            "options": kept > 0,
            "alternatives": isinstance(self._desk.session.pipeline, Advises),
            "dont-add": isinstance(self._desk.session.pipeline, Advises),
        }
        for page, chip in self._chips.items():
            chip.setVisible(shown[page] and sum(shown.values()) > 1)
            chip.setChecked(page == self.page)

    def _cost_words(self, comparison: Comparison | None) -> str:
        if comparison is None:
            if self._desk.trial.empty:
                return tr("Choose a medication at the left and stop or replace it here. Nothing touches the list until it is kept.")
            return tr("Reviewing …")
        parts = [said(comparison.says)]
        if comparison.not_checked_new and not self.bar.narrow:
            parts.append(tr("Not checked now: {what}.").format(what="; ".join(map(said, comparison.not_checked_new))))
        return " ".join(parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, buttons do without the name and the foot is the sum alone."""
        super().resizeEvent(event)
        low = self.height() < self._look.px(330)
        narrow = low or self.width() < self._look.px(480)
        for count in self._counts.values():
            count.set_flat(flat=low)
        self._count_row.setSpacing(self._look.px(14 if low else 26))
        if narrow != self.bar.narrow:
            self.bar.narrow = narrow
            self.reload()

    # --- acting ------------------------------------------------------------------------------------------------

    def ask_add(self) -> None:
        """Ask what is to be added."""
        self.bar.ask_add()

    def ask_swap(self) -> None:
        """Ask what is to take the place of the selected medication."""
        self.bar.ask_swap()

    def keep_option(self) -> None:
        """Keep the trial beside others."""
        option = self._shelf.keep(self.bar.words())
        if option is not None:
            self._costs.setText(tr("Kept as option {name}. Try something else and compare, or make the changes.").format(name=option.name))

    def _list_changed(self) -> None:
        """Another list: what was tried on the old one holds no more."""
        trial, count = self._desk.trial, len(self._desk.session.state.listing.statements)
        if self._desk.review is not None and not trial.empty and max((*trial.stops, *trial.swaps, 0)) >= count:
            self.bar.discard()
        else:
            self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the line."""
        if event.key() == Qt.Key.Key_Escape and self._line.isVisible():
            self._line.hide()
        else:
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Ins adds, Shift+R replaces, Shift+D changes the dose, Del stops, whichever pane has the keyboard; whether the key
        was one of them.
        """
        bar = self.bar
        acts = {
            (Qt.Key.Key_Insert, False): bar.ask_add,
            (Qt.Key.Key_Delete, False): bar.stop,
            (Qt.Key.Key_R, True): bar.ask_swap,
            (Qt.Key.Key_D, True): bar.ask_dose,
        }
        act = acts.get((Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.ShiftModifier))
        if act is None:
            return False
        act()
        return True


def _scrolled(panel: QWidget, look: Look) -> QScrollArea:
    """A panel that keeps the height it needs; where there is less, it is scrolled and nothing in it overlaps."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    panel.setMinimumHeight(look.px(230))
    area.setWidget(panel)
    return area


def _number(review: Review, name: str) -> int:
    return len(review.not_checked) if name == "unchecked" else sum(f.tier == name for f in review.findings)
