"""The timetable view: a day and a week that keep every rule of timing, or the rules that clash."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from regimen_review.plans.timetable import Clash, Timetable
from ui.desktop.day_form import DayForm
from ui.desktop.day_grid import DayList, HourHead, days_words, span_words
from ui.desktop.day_shelf import DayShelf
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button, dashed_foot, label
from ui.desktop.look import Look
from ui.desktop.plain_table import PlainRow, PlainTable, words_of
from ui.desktop.sentences import dose_said, said
from ui.desktop.week_strip import WeekStrip
from ui.desktop.words import counted, tall, tr
from ui.timetables import grouped, rows_of
from ui.visits import shown_in

Page = Literal["day", "list", "rules", "clash"]
TAKING_HEADS = ("Time", "Medication", "Dose", "Days", "Reason")
RULE_HEADS = ("Rule", "Planned")


class TimetableView(QFrame):
    """The day above, the week below; the same as a list, and every rule with how it is kept."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._shelf = DayShelf.of(desk)
        self._page: Page = "day"
        self._compact = self._brief = False
        self._chips: dict[Page, QPushButton] = {}
        self.form = DayForm(look, desk, self._shelf)
        self.grid = DayList(look, desk)
        self.head, self.week = HourHead(look, self.grid), WeekStrip(look, desk)
        self.takings = PlainTable(look, desk, tr("Taking times as a list"), [tr(h) for h in TAKING_HEADS])
        self.rules = PlainTable(look, desk, tr("Rules of timing"), [tr(h) for h in RULE_HEADS])
        self._says = label("", look, "strong", wrap=True)
        self._left_out = label("", look, "second", wrap=True)
        self._clash = QScrollArea()
        self._clash.setWidgetResizable(True)
        self._clash.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.form, self._chip_row()):
            box.addWidget(part)
        self._stack = self._pages()
        box.addWidget(self._stack, 1)
        self._foot_frame = dashed_foot(look, self._left_out)
        box.addWidget(self._foot_frame)
        desk.changed.connect(self._ask)
        desk.selected.connect(self._select)
        self._shelf.changed.connect(self.reload)
        self.reload()

    # --- building ----------------------------------------------------------------------------------------------

    def _pages(self) -> QStackedWidget:
        stack = QStackedWidget()
        stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # pages scroll; what is above them does not
        day = QWidget()
        column = QVBoxLayout(day)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.week)
        for page in (day, self.takings, self.rules, self._clash):
            stack.addWidget(page)
        return stack

    def _chip_row(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(12), look.px(6), look.px(12), look.px(6))
        box.setSpacing(look.px(5))
        box.addWidget(self._says)
        holder = QWidget()
        flow = FlowLayout(holder, look.px(7), look.px(4))
        for page, words in (("day", tr("Day and week")), ("list", tr("List")), ("rules", tr("Rules"))):
            chip = button(words, look, lambda p=page: self.show_page(p), kind="chip", role="second", checkable=True)  # type: ignore[misc]
            self._chips[page] = chip  # type: ignore[index]
            flow.addWidget(chip)
        self._day = button("", look, self._flip_form, kind="chip", role="second", checkable=True)
        self._keep = button(tr("Keep these times"), look, self._shelf.keep_times, role="second")
        self._keep.setToolTip(tr("Writes the times into the list: one edit, which can be undone."))
        self._copy = button(tr("Copy the list"), look, self.copy, role="second")
        self._stop = button(tr("Stop the search"), look, self._stop_search, role="second")
        for widget in (self._day, self._keep, self._copy, self._stop):
            flow.addWidget(widget)
        box.addWidget(holder)
        return frame

    # --- showing -----------------------------------------------------------------------------------------------

    @property
    def list(self) -> QWidget:
        """The page in front, for the keyboard."""
        pages: dict[Page, QWidget] = {"day": self.grid, "list": self.takings, "rules": self.rules, "clash": self._clash}
        return pages["clash" if isinstance(self._shelf.answer, Clash) else self._page]

    def showEvent(self, event: QShowEvent) -> None:
        """Ask when the view comes to the front; nothing is worked out for a view that nobody sees."""
        super().showEvent(event)
        self._ask()

    def _ask(self) -> None:
        if self.isVisible():
            self._shelf.ask()

    def _stop_search(self) -> None:
        self._shelf.stop()
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height, the day is folded behind a chip and the foot is one line with counts."""
        super().resizeEvent(event)
        compact, brief = self.height() < self._look.px(440), self.height() < self._look.px(620)
        if (compact, brief) != (self._compact, self._brief):
            self._compact, self._brief = compact, brief
            self._day.setChecked(False)
            self.reload()

    def _flip_form(self) -> None:
        self.form.setVisible(self._day.isChecked())

    def show_page(self, page: Page) -> None:
        """Day and week, the list, or the rules."""
        self._page = page
        self.reload()

    def reload(self) -> None:
        """Show the answer."""
        answer = self._shelf.answer
        table = answer if isinstance(answer, Timetable) else None
        self.grid.days.show_table(table)
        self.week.show_table(table)
        self.takings.show_rows(_taking_rows(table) if table else ())
        self.rules.show_rows(_rule_rows(table) if table else ())
        if isinstance(answer, Clash):
            self._show_clash(answer)
        pages: dict[Page, int] = {"day": 0, "list": 1, "rules": 2, "clash": 3}
        self._stack.setCurrentIndex(pages["clash" if isinstance(answer, Clash) else self._page])
        self._stack.setVisible(answer is not None)
        self._name_parts(answer, table)
        self.head.update()
        self._select()

    def _name_parts(self, answer: Timetable | Clash | None, table: Timetable | None) -> None:
        busy = self._shelf.busy
        says = answer.says if answer else self._shelf.fault or (tr("Placing the doses …") if busy else tr("No timetable yet."))
        says = said(says)
        self._says.setText(tall(says.split("; ")[0].rstrip(".") + "." if self._compact else says, self._desk.review))
        self._day.setText(f"{self._shelf.day.wake:%H:%M} – {self._shelf.day.bed:%H:%M}")
        self._day.setAccessibleName(tr("Waking and meal times"))
        self._day.setVisible(self._compact)
        self.form.setVisible(not self._compact or self._day.isChecked())
        self.week.setVisible(not self._compact and self.week.filled)
        self._chips["rules"].setText(tr("Rules {n}").format(n=len(table.rules)) if table else tr("Rules"))
        for page, chip in self._chips.items():
            chip.setChecked(page == self._page)
            chip.setVisible(table is not None)
        for widget in (self._keep, self._copy):
            widget.setVisible(table is not None and bool(table.times))
        self._stop.setVisible(busy)
        words = self._assumptions(answer) if answer else ""
        self._left_out.setText(words)
        self._foot_frame.setVisible(bool(words))

    def _assumptions(self, answer: Timetable | Clash) -> str:
        """What had to be assumed, and what has no place, each with its reason and its drugs."""
        if self._brief:
            counts = ((tr("assumed: {n}"), answer.assumed), (tr("not placed: {n}"), answer.not_placed))
            short = " · ".join(words.format(n=len(found)) for words, found in counts if found)
            return f"{short[0].upper()}{short[1:]} ({tr('see the list')})" if short else ""
        parts = []
        for title, sentences in ((tr("Assumed"), answer.assumed), (tr("Not placed"), answer.not_placed)):
            groups = []
            for what, names in ((said(what), names) for what, names in grouped(sentences)):
                shown = ", ".join(names) if len(names) <= 5 else counted(len(names), "{n} medication", "{n} medications")
                groups.append(f"{shown}: {what}" if names else what)
            parts += [f"{title}: {' '.join(groups)}"] if groups else []
        return tall("\n".join(parts), self._desk.review)

    def _show_clash(self, clash: Clash) -> None:
        """Each rule of the clash, with the finding that it comes from one press away."""
        look = self._look
        before = self._clash.takeWidget()
        if before is not None:
            before.deleteLater()
        body = QWidget()
        body.setObjectName("cardBody")
        box = QVBoxLayout(body)
        box.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        box.setSpacing(look.px(6))
        box.addWidget(label(tr("These rules cannot be kept together"), look, "title", wrap=True))
        for number, rule in enumerate(clash.rules, 1):
            words = f"{number}  {tall(said(rule.says), self._desk.review)}"
            row = button(words, look, lambda r=rule.finding_id, m=rule.medications: self._open(r, m), kind="row", role="body")  # type: ignore[misc]
            box.addWidget(row)
        hint = tr("Any one of them less, and the rest can be kept: move a meal above, take a drug less often, or replace one of the drugs.")
        box.addWidget(label(hint, look, "body", name="faded", wrap=True))
        box.addStretch(1)
        self._clash.setWidget(body)

    def _open(self, finding_id: str, medications: tuple[str, ...]) -> None:
        place = shown_in(self._desk.review, finding_id) if self._desk.review and finding_id else None
        if place is not None:
            self._desk.select_finding(*place)
        elif medications:
            self._desk.select_medication(medications[0])

    def _select(self) -> None:
        """Follow the one selection."""
        chosen = self._desk.medication_id
        row = next((i for i, r in enumerate(self.grid.days.rows) if r.medication and r.medication == chosen), -1)
        if row >= 0:
            self.grid.setCurrentIndex(self.grid.days.index(row))
        self.grid.viewport().update()

    def copy(self) -> None:
        """The list on the clipboard; no name of a patient in it."""
        QGuiApplication.clipboard().setText(words_of(self.takings))

    def focusInEvent(self, event: object) -> None:  # noqa: ARG002
        """The keyboard goes to the page in front."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def _taking_rows(table: Timetable) -> list[PlainRow]:
    rows = []
    for at in table.times:
        for i in at.intakes:
            days = days_words(i.days) or tr("daily")
            reason = "; ".join(said(n).removeprefix(i.label).strip() for n in i.notes) or tr(at.name)
            usual = f" ({tr('as now')})" if i.usual else ""
            rows.append(PlainRow((f"{at.at:%H:%M}{usual}", i.label, dose_said(i.dose) or tr("no dose"), days, reason), i.medication))
    for title, sentences in ((tr("not placed"), table.not_placed), (tr("assumed"), table.assumed)):
        for sentence in sentences:
            name, colon, what = said(sentence).partition(": ")
            rows.append(PlainRow((title, name if colon else "", "", "", what if colon else said(sentence))))
    return rows


def _rule_rows(table: Timetable) -> list[PlainRow]:
    """Every rule with what the plan makes of it."""
    planned: dict[tuple[str, tuple[str, ...]], str] = {}
    times: dict[str, str] = {}
    for row in rows_of(table):
        if row.medication:
            times[row.medication] = ", ".join(f"{m // 60:02d}:{m % 60:02d}" for m in row.minutes)
        for span in row.spans:
            planned[span.rule.says, span.rule.medications] = span_words(span)
    found = []
    for rule in table.rules:
        says = planned.get((rule.says, rule.medications)) or ", ".join(times[m] for m in rule.medications if m in times)
        found.append(PlainRow((said(rule.says), says), rule.medications[0] if rule.medications else "", rule.finding_id))
    return found
