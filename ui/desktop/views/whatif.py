"""The what-if view: changes tried out on the list, today beside them, what they cost."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from regimen_review.findings import Review
from regimen_review.plans.comparison import Comparison, compare
from ui.desktop.comparison_rows import ROW_ROLE, ComparisonModel, ComparisonRow, Row, Section, comparison_rows
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.smallest_panel import SmallestPanel
from ui.desktop.words import medication_name, tr
from ui.trial import Trial


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

    def show_numbers(self, before: int, after: int | None) -> None:
        """``9 → 6``, or today's number alone."""
        self._numbers.setText(str(before) if after is None else f"{before} → {after}")
        self.setAccessibleName(f"{self._name}: {self._numbers.text()}")


class WhatIfView(QFrame):
    """Stop, replace or add; nothing touches the list until it is kept."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._swapping: int | None = None
        self.list = ComparisonList(look, desk)
        self._counts = {name: Count(look, tr(words)) for name, words in (
            ("act", "Act"), ("review", "Review"), ("note", "Notes"), ("unchecked", "Not checked"))}
        self._line = QLineEdit()
        self._changes = QWidget()
        self._flow = FlowLayout(self._changes, look.px(6), look.px(4))
        self._costs = label("", look, "second", wrap=True)
        self._buttons: dict[str, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self._actions(), self._numbers()):
            box.addWidget(part)
        self._smallest = SmallestPanel(look, desk)
        self._middle = QStackedWidget()
        for page in (self.list, self._smallest):
            self._middle.addWidget(page)
        box.addWidget(self._middle, 1)
        box.addWidget(self._foot())
        desk.tried.connect(self.reload)
        desk.changed.connect(self._list_changed)
        desk.selected.connect(self._name_actions)
        self.reload()

    # --- building ----------------------------------------------------------------------------------------------

    def _actions(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(6))
        box.setSpacing(look.px(5))
        row = QHBoxLayout()
        row.setSpacing(look.px(7))
        for name, words, act in (
            ("stop", tr("Stop"), self.stop),
            ("swap", tr("Replace"), self.ask_swap),
            ("add", tr("Add") + "  Ins", self.ask_add),
            ("discard", tr("Discard"), self.discard),
            ("keep", tr("Make these changes"), self._desk.keep_trial),
        ):
            if name == "discard":
                row.addStretch(1)
            self._buttons[name] = button(words, look, act, role="second")
            row.addWidget(self._buttons[name])
        box.addLayout(row)
        self._line.setFont(look.font("body"))
        self._line.returnPressed.connect(self._entered)
        self._line.hide()
        box.addWidget(self._line)
        box.addWidget(self._changes)
        return frame

    def _numbers(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        row = QHBoxLayout(frame)
        row.setContentsMargins(look.px(14), look.px(6), look.px(14), look.px(6))
        row.setSpacing(look.px(28))
        for count in self._counts.values():
            row.addWidget(count)
        row.addStretch(1)
        return frame

    def _foot(self) -> QWidget:
        look = self._look
        self._foot_frame = QFrame()
        self._foot_frame.setObjectName("dashedFoot")
        row = QHBoxLayout(self._foot_frame)
        row.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
        row.addWidget(self._costs, 1)
        return self._foot_frame

    # --- showing -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show the trial and what comes of it."""
        desk = self._desk
        before, after = desk.review, desk.trial_review
        comparison = compare(before, after) if before and after else None
        self.list.show_comparison(comparison, after)
        if before:
            for name, count in self._counts.items():
                count.show_numbers(_number(before, name), _number(after, name) if after else None)
        self._costs.setText(self._cost_words(comparison))
        plain = desk.trial.empty and desk.planner is not None
        self._middle.setCurrentWidget(self._smallest if plain else self.list)
        if plain:
            self._smallest.reload()
        self._buttons["discard"].setEnabled(not desk.trial.empty)
        self._buttons["keep"].setEnabled(after is not None)
        self._show_changes()
        self._name_actions()

    def _cost_words(self, comparison: Comparison | None) -> str:
        if comparison is None:
            if self._desk.trial.empty:
                return tr("Choose a medication at the left and stop or replace it here. Nothing touches the list until it is kept.")
            return tr("Reviewing …")
        parts = [comparison.says]
        if comparison.not_checked_new:
            parts.append(tr("Not checked now: {what}.").format(what="; ".join(comparison.not_checked_new)))
        return " ".join(parts)

    def _show_changes(self) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()  # at once: it is gone only when the events now waiting are done
                widget.deleteLater()
        trial = self._desk.trial
        for index in sorted(trial.stops):
            self._change(tr("stop {name}").format(name=self._entry(index)), trial.without(index))
        for index, written in trial.swaps.items():
            words = tr("replace {name} by {other}").format(name=self._entry(index), other=written)
            self._change(words, trial.without(index))
        for place, written in enumerate(trial.adds):
            self._change(tr("add {name}").format(name=written), trial.without_add(place))
        self._changes.setVisible(not trial.empty)

    def _change(self, words: str, without: Trial) -> None:
        chip = button(f"{words}  ×", self._look, partial(self._desk.try_out, without), kind="chip", role="second")
        chip.setAccessibleName(tr("take back: {what}").format(what=words))
        self._flow.addWidget(chip)

    def _entry(self, index: int) -> str:
        statements = self._desk.session.state.listing.statements
        review = self._desk.review
        for medication in review.regimen.medications if review else ():
            if self._desk.statement_index(medication) == index:
                return medication_name(medication, review)
        return statements[index].name if index < len(statements) else ""

    def _name_actions(self) -> None:
        """The buttons name the medication they act on."""
        medication = self._desk.medication
        name = medication_name(medication, self._desk.review) if medication else ""
        for key, words, hint in (("stop", tr("Stop"), "Del"), ("swap", tr("Replace"), "Shift+R")):
            self._buttons[key].setText(f"{words} {name}  {hint}" if name else words)
            self._buttons[key].setEnabled(bool(name))

    # --- acting ------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop the selected medication in the trial."""
        if self._desk.medication is not None:
            self._desk.try_out(self._desk.trial.stop(self._desk.statement_index(self._desk.medication)))

    def ask_swap(self) -> None:
        """Ask what is to take the place of the selected medication."""
        if self._desk.medication is not None:
            self._swapping = self._desk.statement_index(self._desk.medication)
            name = medication_name(self._desk.medication, self._desk.review)
            self._ask(tr("In the place of {name}: write a medication, then Enter").format(name=name))

    def ask_add(self) -> None:
        """Ask what is to be added."""
        self._swapping = None
        self._ask(tr("Medication to try, as you would write it, then Enter"))

    def _ask(self, prompt: str) -> None:
        self._line.setPlaceholderText(prompt)
        self._line.setAccessibleName(prompt)
        self._line.clear()
        self._line.show()
        self._line.setFocus()

    def _entered(self) -> None:
        text, trial = self._line.text().strip(), self._desk.trial
        self._line.hide()
        if text:
            self._desk.try_out(trial.add(text) if self._swapping is None else trial.swap(self._swapping, text))

    def discard(self) -> None:
        """Try nothing."""
        self._desk.try_out(Trial())

    def _list_changed(self) -> None:
        """Another list: what was tried on the old one holds no more."""
        review = self._desk.review
        if review is not None and not self._desk.trial.empty and max((*self._desk.trial.stops, *self._desk.trial.swaps, 0)) >= len(
            self._desk.session.state.listing.statements
        ):
            self.discard()
        else:
            self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the line."""
        if event.key() == Qt.Key.Key_Escape and self._line.isVisible():
            self._line.hide()
        else:
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Ins adds, Shift+R replaces, Del stops, whichever pane has the keyboard; whether the key was one of them."""
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Insert:
            self.ask_add()
        elif event.key() == Qt.Key.Key_Delete:
            self.stop()
        elif event.key() == Qt.Key.Key_R and shifted:
            self.ask_swap()
        else:
            return False
        return True


def _number(review: Review, name: str) -> int:
    return len(review.not_checked) if name == "unchecked" else sum(f.tier == name for f in review.findings)
