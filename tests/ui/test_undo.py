"""Every edit can be undone: whatever is done in whatever order, undoing all of it gives the start, and redoing it the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from regimen_review.patient import Patient
from regimen_review.plans.timetable import Day
from regimen_review.regimen import Frequency, SubstanceId
from tests.ui.test_session import LinePipeline, a_finding
from ui.decisions import VERDICTS, Decision
from ui.session import ReviewSession, SessionState
from ui.session_file import parse_session, render_session
from ui.session_state import KeptList, KeptOption
from ui.trial import Trial

NAMES = st.sampled_from(["warfarin", "tramadol 50 mg", "xqzzy", "calcium carbonate", "Ω-3"])
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))
TRIALS = st.builds(Trial, st.frozensets(st.integers(0, 9)), st.dictionaries(st.integers(0, 9), NAMES), st.tuples(NAMES))


def edited(state: SessionState) -> SessionState:
    """The part of a state that edits change: what a review notes by itself and what is tried are no edits."""
    return replace(state, knowledge="", headlines={}, trial=Trial())


class Edits(RuleBasedStateMachine):
    """A person edits, reviews, undoes and redoes in any order."""

    @initialize()
    def begin(self) -> None:
        self.session = ReviewSession(LinePipeline(), lambda: datetime(2006, 9, 28, 14, 32))
        self.session.start(self.session.pipeline.read_text("warfarin\ntramadol\ngabapentin"))
        self.start = SessionState()
        self.steps: list[SessionState] = [self.start, edited(self.session.state)]
        self.at = 1

    def _did(self) -> None:
        now = edited(self.session.state)
        if now != self.steps[self.at]:
            self.steps = [*self.steps[: self.at + 1], now]
            self.at += 1

    def _any_statement(self, place: int) -> int:
        return place % len(self.session.state.listing.statements)

    @rule(name=NAMES)
    def add(self, name: str) -> None:
        self.session.add(name)
        self._did()

    @precondition(lambda self: not self.session.state.empty)
    @rule(place=st.integers(0, 9))
    def remove(self, place: int) -> None:
        self.session.remove(self._any_statement(place))
        self._did()

    @precondition(lambda self: not self.session.state.empty)
    @rule(place=st.integers(0, 9), name=NAMES)
    def rewrite(self, place: int, name: str) -> None:
        self.session.rewrite(self._any_statement(place), name)
        self._did()

    @precondition(lambda self: not self.session.state.empty)
    @rule(place=st.integers(0, 9))
    def stop(self, place: int) -> None:
        at = self._any_statement(place)
        self.session.set_statement(at, replace(self.session.state.listing.statements[at], status="stopped"))
        self._did()

    @rule(name=NAMES, substances=st.lists(st.sampled_from([SubstanceId("warfarin"), SubstanceId("codeine")]), max_size=2))
    def settle(self, name: str, substances: list[SubstanceId]) -> None:
        self.session.settle(name, tuple(substances))
        self._did()

    @rule(name=NAMES)
    def unsettle(self, name: str) -> None:
        self.session.unsettle(name)
        self._did()

    @rule(weight=st.floats(1, 200))
    def edit_patient(self, weight: float) -> None:
        self.session.set_patient(Patient(weight_kg=weight))
        self._did()

    @rule(when=st.none() | DAYS)
    def set_date(self, when: date | None) -> None:
        self.session.set_as_of(when)
        self._did()

    @rule(words=st.text(max_size=8))
    def ask_a_question(self, words: str) -> None:
        self.session.set_question(words)
        self._did()

    @rule(finding=st.sampled_from(["a", "b"]), verdict=st.sampled_from(VERDICTS), by=st.none() | DAYS, note=st.text(max_size=8))
    def decide(self, finding: str, verdict: str, by: date | None, note: str) -> None:
        self.session.decide(a_finding(finding), Decision("", verdict, "stop:tramadol", by=by, note=note))  # type: ignore[arg-type]
        self._did()

    @rule(finding=st.sampled_from(["a", "b"]))
    def mark_done(self, finding: str) -> None:
        decision = self.session.decision(finding)
        if decision is not None:
            self.session.mark_done(decision)
            self._did()

    @rule(finding=st.sampled_from(["a", "b"]))
    def take_back(self, finding: str) -> None:
        self.session.reopen(finding)
        self._did()

    @rule(hour=st.integers(4, 7), often=st.integers(1, 4), name=NAMES)
    def change_the_day(self, hour: int, often: int, name: str) -> None:
        self.session.change("change the day", day=Day(wake=time(hour, 30)))
        self._did()
        self.session.change("say how often", frequencies={name: Frequency(often, 1, "d")})
        self._did()

    @rule(name=NAMES, trial=TRIALS)
    def keep_beside(self, name: str, trial: Trial) -> None:
        state = self.session.state
        self.session.change("add a list", visits=(*state.visits, KeptList(name, state.listing, None, state.decisions)))
        self._did()
        self.session.change("keep an option", options=(*state.options, KeptOption("A", trial, ("stop it",), "mark")))
        self._did()

    @rule(units=st.sampled_from(["si", "mass", None]))
    def change_units(self, units: str | None) -> None:
        self.session.change("change the units", units=units)
        self._did()

    @rule(trial=TRIALS)
    def try_out(self, trial: Trial) -> None:
        self.session.try_out(trial)

    @rule()
    def review(self) -> None:
        self.session.refresh()

    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.at = min(len(self.steps) - 1, self.at + 1)

    @invariant()
    def the_state_is_that_of_its_step(self) -> None:
        assert edited(self.session.state) == self.steps[self.at]

    @invariant()
    def the_file_gives_the_state_back(self) -> None:
        state = self.session.state
        assert parse_session(render_session(state, "2006-09-28T14:32:07"), "a.regimen") == (state, "2006-09-28T14:32:07")

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        while self.session.can_undo:
            self.session.undo()
        assert edited(self.session.state) == self.start
        while self.session.can_redo:
            self.session.redo()
        assert edited(self.session.state) == self.steps[-1]


TestEveryEditCanBeUndone = Edits.TestCase
TestEveryEditCanBeUndone.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
