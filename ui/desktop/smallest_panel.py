"""The smallest sets of changes that reach a goal: every optimum as a choice, none as an order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from regimen_review.findings import Review
from ui.desktop.desk import Desk
from ui.desktop.flow import FlowLayout
from ui.desktop.labels import button, label
from ui.desktop.look import Look
from ui.desktop.sentences import said
from ui.desktop.words import drug, tall, tr
from ui.trial import Trial

if TYPE_CHECKING:
    from regimen_review.plans.smallest import Plan, Plans

MOST_SHOWN = 6


class SmallestPanel(QFrame):
    """Goal, what is to be kept, the answer in a sentence, and the plans; one click tries a plan."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("view")
        self._look, self._desk = look, desk
        self._goal = "pairs"
        self._kept: frozenset[str] = frozenset()
        self._shown: tuple[Review | None, str, frozenset[str]] | None = None
        self._goals: dict[str, QPushButton] = {}
        self._keep = button("", look, self._flip_kept, role="second")
        self._kept_words = label("", look, "second", name="faded", wrap=True)
        self._says = label("", look, "body", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._scroll, 1)
        desk.selected.connect(self._name_keep)
        self._name_keep()

    def _head(self) -> QWidget:
        look = self._look
        head = QFrame()
        head.setObjectName("cardHead")
        box = QVBoxLayout(head)
        box.setContentsMargins(look.px(14), look.px(9), look.px(14), look.px(9))
        box.setSpacing(look.px(6))
        box.addWidget(label(tr("Smallest change"), look, "title"))
        row = QWidget()
        flow = FlowLayout(row, look.px(8), look.px(4))
        for goal, words in (("pairs", tr("No drug pair with a Warning")), ("act", tr("Nothing left to decide today"))):
            self._goals[goal] = button(words, look, partial(self._set_goal, goal), kind="chip", role="second", checkable=True)
            flow.addWidget(self._goals[goal])
        flow.addWidget(self._keep)
        box.addWidget(row)
        box.addWidget(self._kept_words)
        box.addWidget(self._says)
        return head

    # --- asking ------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask anew when the review, the goal or what is kept changed."""
        review = self._desk.review
        now = (review, self._goal, self._kept)
        if self._shown is not None and self._shown[0] is review and self._shown[1:] == now[1:]:
            return
        self._shown = now
        for goal, chip in self._goals.items():
            chip.setChecked(goal == self._goal)
        names = sorted(drug(s, review) for s in self._kept)
        self._kept_words.setText(tr("Kept: {names}.").format(names=", ".join(names)))
        self._kept_words.setVisible(bool(names))
        planner = self._desk.planner
        if review is None or planner is None:
            return
        goal, kept = self._goal, self._kept
        self._says.setText(tr("Searching …"))
        self._desk.tasks.start(lambda report: planner(review, goal, kept, report), partial(self._show, now), self._failed)

    def _failed(self, error: Exception) -> None:
        self._says.setText(said(str(error)))
        self._fill(())

    def _show(self, asked: object, plans: Plans) -> None:
        if asked is not self._shown:
            return
        self._says.setText(tall(said(plans.says), self._desk.review))
        self._fill(plans.plans)

    def _fill(self, plans: tuple[Plan, ...]) -> None:
        look = self._look
        before = self._scroll.takeWidget()
        if before is not None:
            before.deleteLater()
        body = QWidget()
        body.setObjectName("cardBody")
        box = QVBoxLayout(body)
        box.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        box.setSpacing(look.px(8))
        for number, plan in enumerate(plans[:MOST_SHOWN], 1):
            box.addWidget(self._plan(number, plan))
        if len(plans) > MOST_SHOWN:
            box.addWidget(label(tr("and {n} more").format(n=len(plans) - MOST_SHOWN), look, "second", name="faded"))
        if len(plans) > 1:
            equal = tr("Equal in number of changes, not in benefit: what they cost the patient is yours to weigh.")
            box.addWidget(label(equal, look, "second", name="faded", wrap=True))
        box.addStretch(1)
        self._scroll.setWidget(body)

    def _plan(self, number: int, plan: Plan) -> QWidget:
        look = self._look
        frame = QFrame()
        frame.setObjectName("pairCard")
        row = QHBoxLayout(frame)
        row.setContentsMargins(look.px(10), look.px(8), look.px(10), look.px(8))
        row.setSpacing(look.px(10))
        row.addWidget(label(str(number), look, "head", name="keycap"), 0, Qt.AlignmentFlag.AlignTop)
        words = label(tall(said(plan.says), self._desk.review), look, "body", wrap=True)
        row.addWidget(words, 1)
        attempt = button(tr("Try"), look, partial(self._try, plan), role="second")
        attempt.setAccessibleName(tr("Try: {what}").format(what=said(plan.says)))
        row.addWidget(attempt, 0, Qt.AlignmentFlag.AlignTop)
        return frame

    # --- acting ------------------------------------------------------------------------------------------------

    def _try(self, plan: Plan) -> None:
        """Try the stops of a plan; a swap is tried as a stop until a replacement is named."""
        review = self._desk.review
        ids = {m for a in plan.actions if a.kind in ("stop", "swap") for m in a.medications}
        chosen = [m for m in review.regimen.medications if m.id in ids] if review else []
        self._desk.try_out(Trial(stops=frozenset(self._desk.statement_index(m) for m in chosen)))
        rest = [said(a.says) for a in plan.actions if a.kind not in ("stop", "swap")]
        if rest:
            self._desk.said.emit(tr("Not tried here, to be settled by hand: {what}.").format(what="; ".join(rest)))

    def _set_goal(self, goal: str) -> None:
        self._goal = goal
        self.reload()

    def _flip_kept(self) -> None:
        medication = self._desk.medication
        if medication is not None:
            self._kept = self._kept ^ frozenset(map(str, medication.substances))
            self.reload()
            self._name_keep()

    def _name_keep(self) -> None:
        """The button names the medication that is to be kept or not."""
        medication, review = self._desk.medication, self._desk.review
        if medication is None or not medication.substances:
            self._keep.setText(tr("Keep a drug: choose it at the left"))
            self._keep.setEnabled(False)
            return
        name = " + ".join(drug(s, review) for s in medication.substances)
        kept = set(map(str, medication.substances)) <= self._kept
        self._keep.setText((tr("No longer keep {name}") if kept else tr("Keep {name}")).format(name=name))
        self._keep.setEnabled(True)
