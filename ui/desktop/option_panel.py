"""Kept trials side by side: one column for each, today first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from regimen_review.findings import Review
from regimen_review.plans.comparison import compare
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.glyphs import mark_of
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.plain_table import PlainRow, PlainTable
from ui.desktop.tasks import sentence_of
from ui.desktop.words import SIGNAL, tr
from ui.options import Option, list_mark, newly_unchecked, option_name, option_rows, protections_lost
from ui.session_state import KeptOption
from ui.trial import Trial, review_trial

_NUMBERS = (("act", "Act"), ("review", "Review"), ("note", "Notes"))


class OptionShelf(QObject):
    """The kept trials of a desk. Those of another state of the list stay, are counted, and come back with undo."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._reviewed: tuple[Option, ...] = ()
        self._asked: tuple[KeptOption, ...] = ()
        self._marked: tuple[tuple[object, ...], str] = ((), "")
        desk.changed.connect(self._review_missing)
        self._review_missing()

    @classmethod
    def of(cls, desk: Desk) -> OptionShelf:
        """The shelf of a desk; there is one."""
        found = desk.findChild(cls)
        return found if isinstance(found, OptionShelf) else cls(desk)

    def _mark(self) -> str:
        state = self._desk.session.state
        now = (state.listing, state.confirmed, state.patient)
        if len(self._marked[0]) != len(now) or any(a is not b for a, b in zip(now, self._marked[0], strict=True)):
            self._marked = (now, list_mark(state))
        return self._marked[1]

    def _here(self) -> tuple[KeptOption, ...]:
        """Those that were tried on the list as it stands."""
        kept = self._desk.session.state.options
        return tuple(k for k in kept if k.on == self._mark()) if kept else ()

    @property
    def options(self) -> tuple[Option, ...]:
        """Those tried on the list as it stands, with their reviews."""
        found = (next((o for o in self._reviewed if o.kept is kept), None) for kept in self._here())
        return tuple(o for o in found if o is not None)

    @property
    def elsewhere(self) -> int:
        """How many belong to another state of the list."""
        return len(self._desk.session.state.options) - len(self._here())

    def keep(self, words: Sequence[str]) -> Option | None:
        """Keep the trial that is shown, once: an edit, which can be undone. None while it is not reviewed."""
        desk = self._desk
        if desk.review is None or desk.trial_review is None or desk.trial.empty:
            return None
        same = next((o for o in self.options if o.trial == desk.trial), None)
        if same is not None:
            return same
        kept = KeptOption(option_name([k.name for k in self._here()]), desk.trial, tuple(words), self._mark())
        made = Option(kept, desk.trial_review, compare(desk.review, desk.trial_review))
        self._reviewed = (*self._reviewed, made)
        desk.session.change("keep an option", options=(*desk.session.state.options, kept))
        self.changed.emit()
        return made

    def drop(self, option: Option) -> None:
        """Forget a kept trial: an edit, which can be undone."""
        rest = tuple(k for k in self._desk.session.state.options if k is not option.kept)
        self._desk.session.change("drop an option", options=rest)
        self.changed.emit()

    def _review_missing(self) -> None:
        """Options of a review that was opened again are reviewed once, off the interface thread."""
        desk = self._desk
        before = desk.review
        if before is None or desk.session.stale:
            return
        for kept in self._here():
            known = (*(o.kept for o in self._reviewed), *self._asked)
            if not any(k is kept for k in known):
                self._asked += (kept,)
                self._review(kept, before)

    def _review(self, kept: KeptOption, before: Review) -> None:
        state, pipeline = self._desk.session.state, self._desk.session.pipeline

        def came(after: Review) -> None:
            self._reviewed = (*self._reviewed, Option(kept, after, compare(before, after)))
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._desk.said.emit(sentence_of(error))

        self._desk.tasks.start(lambda _: review_trial(pipeline, state, before, kept.trial), came, failed)


class OptionPanel(QFrame):
    """What each option changes and costs, then every finding that one of them touches."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._shelf = OptionShelf.of(desk)
        self.table = PlainTable(look, desk, tr("Options side by side"), ())
        self._again = button("", look, self._try_again, role="second")
        self._drop = button("", look, self._forget, role="second")
        self._away = label("", look, "second", name="faded", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(self._row((self._again, self._drop)))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._name_buttons())
        self._shelf.changed.connect(self.reload)
        desk.changed.connect(self.reload)
        self.reload()

    def _row(self, buttons: tuple[QPushButton, ...]) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("paneFoot")
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(5))
        holder = QWidget()
        flow = FlowLayout(holder, look.px(8), look.px(4))
        for made in buttons:
            flow.addWidget(made)
        box.addWidget(holder)
        box.addWidget(self._away)
        return frame

    def reload(self) -> None:
        """Lay the options out anew."""
        review, options = self._desk.review, self._shelf.options
        heads = (tr("What"), tr("Today"), *(tr("Option {name}").format(name=o.name) for o in options))
        at = self.table.currentIndex()
        row, column = max(0, at.row()), at.column() if at.column() > 1 else len(heads) - 1
        self.table.show_rows(rows_of(review, options) if review else (), heads)
        if options:
            self.table.setCurrentIndex(self.table.plain.index(row, min(column, len(heads) - 1)))
        away = self._shelf.elsewhere
        self._away.setText(tr("Kept for another state of the list, back with undo: {n}.").format(n=away))
        self._away.setVisible(away > 0)
        self._name_buttons()

    def chosen(self) -> Option | None:
        """The option of the current column."""
        column, options = self.table.currentIndex().column() - 2, self._shelf.options
        return options[column] if 0 <= column < len(options) else None

    def _name_buttons(self) -> None:
        option = self.chosen()
        for made, words in ((self._again, tr("Go on with option {name}")), (self._drop, tr("Drop option {name}"))):
            made.setText(words.format(name=option.name if option else ""))
            made.setEnabled(option is not None)

    def _try_again(self) -> None:
        option = self.chosen()
        if option is not None:
            self._desk.try_out(Trial(option.trial.stops, option.trial.swaps, option.trial.adds))

    def _forget(self) -> None:
        option = self.chosen()
        if option is not None:
            self._shelf.drop(option)


def rows_of(review: Review, options: Sequence[Option]) -> list[PlainRow]:
    """Counts and costs first, then the findings that an option touches."""
    none = "–"

    def line(name: str, today: str, each: Sequence[str]) -> PlainRow:
        return PlainRow((name, today, *each))

    rows = [line(tr("Changes"), none, ["; ".join(o.words) for o in options])]
    for tier, words in _NUMBERS:
        before = sum(f.tier == tier for f in review.findings)
        rows.append(line(tr(words), str(before), [str(sum(f.tier == tier for f in o.review.findings)) for o in options]))
    rows.append(line(tr("Not checked"), str(len(review.not_checked)), [str(len(o.review.not_checked)) for o in options]))
    rows.append(line(tr("Protection lost"), none, [", ".join(protections_lost(o)) or tr("none known") for o in options]))
    rows.append(line(tr("No longer checked"), none, [", ".join(newly_unchecked(o)) or tr("nothing") for o in options]))
    for row in option_rows(options):
        mark = tr(SIGNAL[mark_of(row.finding)])
        here = any(s in ("gone", "changed") for s in row.states)
        states = [tr(s) if s else tr("as today") if here else tr("not there") for s in row.states]
        rows.append(PlainRow((row.finding.headline, mark if here else tr("not there"), *states), finding=row.finding.id))
    return rows
