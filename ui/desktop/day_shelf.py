"""The patient's day and what was said of how often drugs are taken; the timetable that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.plans.timetable import Clash, Day, Timetable
from regimen_review.progress import Cancelled
from regimen_review.regimen import Frequency
from ui.desktop.desk import Desk
from ui.desktop.tasks import Task, sentence_of
from ui.timetables import ask_timetable, timed


class DayShelf(QObject):
    """Asks off the interface thread; an answer to an older question is dropped, and the older question is stopped."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.answer: Timetable | Clash | None = None
        self.fault = ""
        self._asked: tuple[Review, Day, Mapping[str, Frequency]] | None = None
        self._task: Task[Timetable | Clash] | None = None

    @classmethod
    def of(cls, desk: Desk) -> DayShelf:
        """The shelf of a desk; there is one."""
        found = desk.findChild(cls)
        return found if isinstance(found, DayShelf) else cls(desk)

    @property
    def day(self) -> Day:
        """When the patient gets up, eats and goes to bed."""
        return self._desk.session.state.day

    @property
    def frequencies(self) -> dict[str, Frequency]:
        """Entry id to how often it is taken, where a person said it for the timetable. It stays with the entry as written."""
        said, review = self._desk.session.state.frequencies, self._desk.review
        return {m.id: said[m.as_written] for m in (review.regimen.medications if review else ()) if m.as_written in said}

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._task is not None

    def ask(self) -> None:
        """Ask for the timetable of the review as it stands, unless that is known or under way."""
        review = self._desk.review
        if review is None:
            return
        asked = (review, self.day, self._desk.session.state.frequencies)
        if self._asked is not None and all(a is b for a, b in zip(asked, self._asked, strict=True)):
            return
        self.stop()
        self._asked, self.fault = asked, ""
        pipeline, day, often = self._desk.session.pipeline, self.day, self.frequencies
        self._task = self._desk.tasks.start(
            lambda report: ask_timetable(review, pipeline, day, often, report),
            lambda answer: self._came(asked, answer),
            lambda error: self._failed(asked, error),
        )
        self.changed.emit()

    def stop(self) -> None:
        """Stop the search that is under way; nothing half-done is kept."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _came(self, asked: object, answer: Timetable | Clash) -> None:
        if asked is self._asked:
            self._task, self.answer = None, answer
            self.changed.emit()

    def _failed(self, asked: object, error: Exception) -> None:
        if asked is self._asked and not isinstance(error, Cancelled):
            self._task, self.answer, self.fault = None, None, sentence_of(error)
            self.changed.emit()

    # --- changing ----------------------------------------------------------------------------------------------

    def set_day(self, day: Day) -> str:
        """Take other waking and meal times; the sentence that says why not, where they contradict each other."""
        try:
            day.check()
        except UserError as error:
            return str(error)
        self._desk.session.change("change the day", day=day)
        self.ask()
        return ""

    def set_frequency(self, medication_id: str, frequency: Frequency | None) -> None:
        """Say how often an entry is taken, for the timetable only; None goes back to the list."""
        review, said = self._desk.review, self._desk.session.state.frequencies
        written = next((m.as_written for m in (review.regimen.medications if review else ()) if m.id == medication_id), None)
        if written is None:
            return
        rest = {k: v for k, v in said.items() if k != written}
        self._desk.session.change("say how often", frequencies=rest if frequency is None else {**rest, written: frequency})
        self.ask()

    def keep_times(self) -> None:
        """Write the times of the timetable into the list: one edit, which can be undone."""
        review, answer, session = self._desk.review, self.answer, self._desk.session
        if review is None or not isinstance(answer, Timetable):
            return
        statements = list(session.state.listing.statements)
        for medication in review.regimen.medications:
            fresh = timed(medication, answer).statement
            if fresh is not medication.statement:
                statements[self._desk.statement_index(medication)] = fresh
        session.set_listing(replace(session.state.listing, statements=tuple(statements)))
