"""The state of one review while a person works on it: list, settled names, decisions, notes, undo. No Qt.

The state is one frozen value; every edit makes a new one, so undo is the value before. The window runs
:meth:`ReviewSession.question` on another thread and hands the answer back; tests call :meth:`ReviewSession.refresh`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from regimen_review.findings import Finding, Review
from regimen_review.patient import MedicationList, Patient
from regimen_review.regimen import MedicationStatement, Place, SubstanceId
from ui.decisions import Decision
from ui.session_state import Confirmed, SessionState
from ui.trial import Trial

__all__ = ["Confirmed", "NameMemory", "Pipeline", "ReviewSession", "SessionState"]


class Pipeline(Protocol):
    """What a session needs from the rest of the program: the straight line, in two halves."""

    def open_list(self, path: Path) -> MedicationList:
        """Read a file."""

    def read_text(self, text: str) -> MedicationList:
        """Read a pasted list or note."""

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        """Resolve and review; ``patient`` replaces what the list told, None takes the list's."""


class NameMemory(Protocol):
    """Where settled names are kept for the next review (:class:`ui.remembered.Memory`)."""

    def remember(self, written: str, substances: tuple[SubstanceId, ...]) -> bool:
        """Keep what a name was settled as."""

    def forget(self, written: str) -> bool:
        """Ask about the name again."""


_NAMING = frozenset({"settle a name", "ask about a name again"})
"""Edits that settle names; opening another list is none, and forgets nothing."""


@dataclass(frozen=True)
class _Edit:
    label: str
    before: SessionState


class ReviewSession:
    """One review in work. Listeners are called without arguments after every change of state or review."""

    def __init__(
        self, pipeline: Pipeline, now: Callable[[], datetime], state: SessionState | None = None, memory: NameMemory | None = None
    ) -> None:
        self.pipeline = pipeline
        self.now = now
        self.memory = memory
        self.state = state or SessionState()
        self.review: Review | None = None
        self.path: Path | None = None
        self.fault = ""
        self._reviewed: SessionState | None = None
        self._undo: list[_Edit] = []
        self._redo: list[_Edit] = []
        self.listeners: list[Callable[[], None]] = []
        self.keepers: list[Callable[[], None]] = []
        """Called where something is to be saved that changes nothing else."""

    # --- telling -----------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()

    def _edit(self, label: str, state: SessionState) -> None:
        if state == self.state:
            return
        self._undo.append(_Edit(label, self.state))
        self._redo.clear()
        self.state = state
        self._tell()

    @property
    def stale(self) -> bool:
        """Whether the review no longer answers the state: list, names or patient changed since."""
        seen = self._reviewed
        if seen is None:
            return not self.state.empty
        mine = self.state
        return (seen.listing, seen.confirmed, seen.patient) != (mine.listing, mine.confirmed, mine.patient)

    # --- reviewing ---------------------------------------------------------------------------------------------

    def question(self) -> tuple[SessionState, Callable[[], Review]]:
        """The state to be reviewed and a call without side effects that reviews it, for another thread."""
        state, pipeline = self.state, self.pipeline
        return state, lambda: pipeline.review(state.listing, state.confirmed, state.patient)

    def answer(self, state: SessionState, review: Review) -> None:
        """Take in a review made for ``state``; one that answers an older state is dropped."""
        same = (state.listing, state.confirmed, state.patient)
        if same != (self.state.listing, self.state.confirmed, self.state.patient):
            return
        self._reviewed, self.review, self.fault = self.state, review, ""
        self._note_base(review)
        self._tell()

    def fail(self, sentence: str) -> None:
        """The review could not be made: the sentence is shown in its place, and nothing is taken for checked."""
        self.fault, self.review, self._reviewed = sentence, None, self.state
        self._tell()

    def refresh(self) -> None:
        """Review now, on this thread."""
        state, ask = self.question()
        self.answer(state, ask())

    def _note_base(self, review: Review) -> None:
        """Keep version and headlines; say what changed if the file was made with another base (no undo step)."""
        mine = self.state
        heads = {finding.id: finding.headline for finding in review.findings}
        changed = mine.changed
        older = mine.base_changed_from
        if mine.knowledge and mine.knowledge != review.knowledge_version and not older:
            older = mine.knowledge
            came = [f"+ {heads[key]}" for key in heads if key not in mine.headlines]
            went = [f"- {mine.headlines[key]}" for key in mine.headlines if key not in heads]
            changed = (*came, *went)
        self.state = replace(mine, knowledge=review.knowledge_version, headlines=heads, base_changed_from=older, changed=changed)
        self._reviewed = self.state

    # --- the list ----------------------------------------------------------------------------------------------

    def start(self, listing: MedicationList, path: Path | None = None) -> None:
        """Begin a new review with a list; the review before it can be had back with undo."""
        self.path = path
        self.review = None
        self._reviewed = None
        self._edit("open a list", SessionState(listing=listing, title=path.stem if path else ""))

    def resume(self, state: SessionState, path: Path | None = None) -> None:
        """Go on with a kept review."""
        self.path = path
        self.review = None
        self._reviewed = None
        self._edit("open a review", state)

    def add(self, written: str) -> None:
        """Add entries as a person types them: one or more lines, read as a list."""
        more = self.pipeline.read_text(written).statements or (MedicationStatement(written.strip(), written.strip()),)
        listing = self.state.listing
        line = max((s.place.line or 0 for s in listing.statements), default=0)
        placed = tuple(replace(s, place=Place(line=line + i)) for i, s in enumerate(more, start=1))
        self._edit("add a medication", replace(self.state, listing=replace(listing, statements=(*listing.statements, *placed))))

    def rewrite(self, index: int, written: str) -> None:
        """Replace the entry at ``index`` (from 0) by what the person typed instead."""
        read = self.pipeline.read_text(written).statements or (MedicationStatement(written.strip(), written.strip()),)
        old = self.state.listing.statements
        fresh = replace(read[0], place=old[index].place)
        self._with_statements("correct a medication", (*old[:index], fresh, *old[index + 1 :]))

    def remove(self, index: int) -> None:
        """Take the entry at ``index`` (from 0) off the list."""
        old = self.state.listing.statements
        self._with_statements("remove a medication", (*old[:index], *old[index + 1 :]))

    def set_statement(self, index: int, statement: MedicationStatement) -> None:
        """Put an edited entry in the place of the one at ``index`` (status, dose, route, indication)."""
        old = self.state.listing.statements
        self._with_statements("edit a medication", (*old[:index], statement, *old[index + 1 :]))

    def set_listing(self, listing: MedicationList) -> None:
        """Put a changed list in the place of the one in work, as one edit."""
        self._edit("change the list", replace(self.state, listing=listing))

    def _with_statements(self, label: str, statements: tuple[MedicationStatement, ...]) -> None:
        self._edit(label, replace(self.state, listing=replace(self.state.listing, statements=statements)))

    def settle(self, name: str, substances: tuple[SubstanceId, ...]) -> None:
        """Settle a written name as substances (none: not a medicine); it holds for every entry of that name."""
        before = self.state.confirmed
        self._edit("settle a name", replace(self.state, confirmed={**before, name: substances}))
        self._remember(before)

    def unsettle(self, name: str) -> None:
        """Ask about a settled name again, also where it was settled in an earlier review."""
        before = self.state.confirmed
        if name not in before and self.memory and self.memory.forget(name):
            self.ask_again()
            return
        self._edit("ask about a name again", replace(self.state, confirmed={k: v for k, v in before.items() if k != name}))
        self._remember(before)

    def ask_again(self) -> None:
        """What the workstation keeps (names, rules) changed: the same list is reviewed anew."""
        self._reviewed = None
        self._tell()

    def _remember(self, before: Confirmed) -> None:
        """Keep on this workstation what was settled since ``before``, and forget what was taken back."""
        if self.memory is None:
            return
        now = self.state.confirmed
        for name in (n for n in before if n not in now):
            self.memory.forget(name)
        for name in (n for n in now if before.get(n) != now[n]):
            self.memory.remember(name, now[name])

    # --- the patient -------------------------------------------------------------------------------------------

    @property
    def patient(self) -> Patient:
        """The patient as edited, else as reviewed, else as the list told."""
        if self.state.patient is not None:
            return self.state.patient
        return self.review.patient if self.review else self.state.listing.patient

    def set_patient(self, patient: Patient) -> None:
        """Replace what is known of the patient."""
        self._edit("edit the patient", replace(self.state, patient=patient))

    def set_as_of(self, when: date | None) -> None:
        """Set the date at which the list is reviewed."""
        self._edit("set the date", replace(self.state, listing=replace(self.state.listing, as_of=when)))

    def set_question(self, question: str) -> None:
        """Set the question to the conference."""
        self._edit("set the question", replace(self.state, question=question))

    # --- plans -------------------------------------------------------------------------------------------------

    def change(self, label: str, **fields: Any) -> None:
        """One edit of the fields of the state that no review depends on: the day, further lists, kept options, units."""
        self._edit(label, replace(self.state, **fields))

    def try_out(self, trial: Trial) -> None:
        """Keep what is tried, so that a crash does not lose it. It is no step of undo: the trial has its own way back."""
        if trial != self.state.trial:
            self.state = replace(self.state, trial=trial)
            for listener in tuple(self.keepers):
                listener()

    # --- decisions ---------------------------------------------------------------------------------------------

    def decide(self, finding: Finding, decision: Decision) -> None:
        """Record a decision on a finding, with the rule's version and the time."""
        stamped = replace(
            decision,
            finding=finding.id,
            headline=finding.headline,
            rule=f"{finding.rule_id} {finding.rule_version}".strip(),
            decided=self.now().replace(microsecond=0).isoformat(),
        )
        kept = {**self.state.decisions, finding.id: stamped}
        self._edit("decide", replace(self.state, decisions=kept))

    def mark_done(self, decision: Decision) -> None:
        """What was promised was done today; a promise of an earlier review is taken into this one."""
        done = replace(decision, done=self.now().date())
        self._edit("mark as done", replace(self.state, decisions={**self.state.decisions, decision.finding: done}))

    def reopen(self, finding_id: str) -> None:
        """Take a decision back."""
        rest = {key: value for key, value in self.state.decisions.items() if key != finding_id}
        self._edit("take a decision back", replace(self.state, decisions=rest))

    def decision(self, finding_id: str) -> Decision | None:
        """The decision on a finding, if there is one."""
        return self.state.decisions.get(finding_id)

    def decided(self) -> int:
        """How many findings of the tiers act and review are decided."""
        return sum(1 for finding in self.to_decide() if finding.id in self.state.decisions)

    def to_decide(self) -> tuple[Finding, ...]:
        """The findings that ask for a decision: tiers act and review."""
        return tuple(f for f in self.review.findings if f.tier in ("act", "review")) if self.review else ()

    # --- undo --------------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> str:
        """The label of the edit that undo would take back; empty for none."""
        return self._undo[-1].label if self._undo else ""

    @property
    def can_redo(self) -> str:
        """The label of the edit that redo would make again; empty for none."""
        return self._redo[-1].label if self._redo else ""

    def undo(self) -> None:
        """Take the last edit back."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Make the last undone edit again."""
        self._step(self._redo, self._undo)

    def _step(self, source: list[_Edit], target: list[_Edit]) -> None:
        if not source:
            return
        edit = source.pop()
        target.append(_Edit(edit.label, self.state))
        before, self.state = self.state.confirmed, replace(edit.before, trial=self.state.trial)
        if edit.label in _NAMING:
            self._remember(before)
        self._tell()
