"""Alternatives to the chosen drug, and common drugs not to add; worked out off the interface thread, stopped at will."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from regimen_review.findings import Finding
from regimen_review.plans.alternatives import Alternatives
from regimen_review.plans.dont_add import DoNotAdd
from regimen_review.progress import Cancelled, Progress
from ui.advice import Advises
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.glyphs import mark_of
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.plain_table import PlainRow, PlainTable, words_of
from ui.desktop.sentences import said
from ui.desktop.tasks import Task, sentence_of
from ui.desktop.words import SIGNAL, drug, tall, tr

Question = Literal["alternatives", "dont-add"]
HEADS: Mapping[Question, tuple[str, ...]] = {
    "alternatives": ("Alternative", "Nearness", "Findings", "First of them"),
    "dont-add": ("Drug", "It would bring", "Because of"),
}


class AdvicePanel(QFrame):
    """One question at a time; the answer is a table, each row of which can be tried."""

    def __init__(self, look: Look, desk: Desk, question: Question) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk, self._question = look, desk, question
        self._asked: tuple[object, ...] = ()
        self._task: Task[Alternatives | DoNotAdd] | None = None
        name = tr("Alternatives") if question == "alternatives" else tr("Do not add")
        self.table = PlainTable(look, desk, name, [tr(h) for h in HEADS[question]])
        self._says = label("", look, "strong", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._stop = button(tr("Stop the search"), look, self.stop, role="second")
        self._attempt = button("", look, self._try, role="second")
        self._copy = button(tr("Copy the list"), look, self._copy_list, role="second")
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # it scrolls; the sentence does not
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self._head(), self.table, self._foot()):
            box.addWidget(part, 1 if part is self.table else 0)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._name_buttons())
        self._name_buttons()

    def _head(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("chips")
        box = QVBoxLayout(frame)
        box.setContentsMargins(look.px(14), look.px(7), look.px(14), look.px(7))
        box.setSpacing(look.px(5))
        box.addWidget(self._says)
        self._busy = QWidget()
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self._busy.hide()
        box.addWidget(self._busy)
        return frame

    def _foot(self) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("paneFoot")
        flow = FlowLayout(frame, look.px(8), look.px(4))
        flow.setContentsMargins(look.px(12), look.px(5), look.px(12), look.px(5))
        flow.addWidget(self._attempt)
        flow.addWidget(self._copy)
        return frame

    # --- asking ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask anew where the review or the chosen drug changed."""
        desk = self._desk
        review, medication, pipeline = desk.review, desk.medication, desk.session.pipeline
        asked = (review, medication.id if medication and self._question == "alternatives" else "")
        if self._asked and self._asked[0] is review and self._asked[1] == asked[1]:
            return
        self.stop()
        self._asked = asked
        self.table.show_rows(())
        if review is None or not isinstance(pipeline, Advises):
            return
        if self._question == "dont-add":
            self._start(lambda report: pipeline.do_not_add(review, report))
        elif medication is None or not medication.current or not medication.substances:
            self._says.setText(tr("Choose a medication at the left: its alternatives stand here, by the findings they would cause."))
        else:
            chosen = medication.id
            self._start(lambda report: pipeline.alternatives(review, chosen, report))

    def _start(self, work: Callable[[Progress], Alternatives | DoNotAdd]) -> None:
        asked = self._asked
        self._task = self._desk.tasks.start(
            work, lambda answer: self._came(asked, answer), lambda error: self._failed(asked, error), self._moved
        )
        self._says.setText(tr("Searching …"))
        self._bar.setRange(0, 0)
        self._busy.show()
        self._name_buttons()

    def stop(self) -> None:
        """Stop the search; nothing half-done is shown."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._busy.hide()
            self._says.setText(tr("Stopped. Nothing is shown, which does not mean that nothing speaks against a drug."))

    def _moved(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _failed(self, asked: object, error: Exception) -> None:
        if asked is self._asked and self._task is not None and not isinstance(error, Cancelled):
            self._task = None
            self._busy.hide()
            self._says.setText(sentence_of(error))

    def _came(self, asked: object, answer: Alternatives | DoNotAdd) -> None:
        if asked is not self._asked or self._task is None:
            return
        self._task = None
        self._busy.hide()
        self._says.setText(tall(said(answer.says), self._desk.review))
        self.table.show_rows(self._alternatives(answer) if isinstance(answer, Alternatives) else self._unwanted(answer))
        if self.table.plain.rows:
            self.table.setCurrentIndex(self.table.plain.index(0, 0))
        self._name_buttons()

    # --- showing -----------------------------------------------------------------------------------------------

    def _finding(self, finding: Finding) -> str:
        return f"{tr(SIGNAL[mark_of(finding)])}: {finding.headline}"

    def _alternatives(self, answer: Alternatives) -> list[PlainRow]:
        rows = []
        for option in answer.options:
            found, unknown = option.candidate.findings, option.candidate.unchecked
            first = self._finding(found[0]) if found else tr("nothing found among what was checked")
            if unknown:
                checks = dict.fromkeys(what.partition(": ")[0] for what in unknown)
                first += f" ({tr('not checked: {why}').format(why=', '.join(checks))})"
            rows.append(PlainRow((option.candidate.substance, tr(option.nearness), str(len(found)), first)))
        return rows

    def _unwanted(self, answer: DoNotAdd) -> list[PlainRow]:
        rows = [
            PlainRow((unwanted.substance, self._finding(unwanted.finding), reason.because))
            for reason in answer.reasons
            for unwanted in reason.drugs
        ]
        rows += [
            PlainRow((substance, tr("not checked: {why}").format(why=tr("only its name is known")), "")) for substance in answer.unknown
        ]
        return rows

    def chosen(self) -> str:
        """The drug of the current row."""
        at = self.table.currentIndex().row()
        return self.table.plain.rows[at].cells[0] if 0 <= at < len(self.table.plain.rows) else ""

    def _name_buttons(self) -> None:
        name = self.chosen()
        words = tr("Try {name} instead") if self._question == "alternatives" else tr("Try {name} all the same")
        self._attempt.setText(words.format(name=drug(name, self._desk.review)) if name else tr("Try"))
        self._attempt.setEnabled(bool(name))
        self._copy.setVisible(bool(name))

    def _try(self) -> None:
        desk, name = self._desk, self.chosen()
        if not name:
            return
        if self._question == "dont-add":
            desk.try_out(desk.trial.add(name))
            return
        review = desk.review
        held = next((m for m in review.regimen.medications if m.id == self._asked[1]), None) if review else None
        if held is not None:
            desk.try_out(desk.trial.swap(desk.statement_index(held), name))

    def _copy_list(self) -> None:
        QGuiApplication.clipboard().setText(words_of(self.table))
