"""A promise that is past its day is listed when the review is opened again, until it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Observation, Patient
from regimen_review.regimen import Ingredient, Medication, MedicationStatement, Regimen, Resolution, Status, SubstanceId
from tests.ui.desktop.conftest import NOW
from tests.ui.desktop.founding import founding_review
from ui.decisions import VERDICTS, Decision, Verdict
from ui.desktop.follow_up_page import FollowUpPage
from ui.desktop.window import MainWindow
from ui.follow_up import outcome_of, promises_due
from ui.session import SessionState
from ui.session_file import open_session, save_session
from ui.session_state import KeptList

Make = Callable[..., MainWindow]
TODAY = NOW.date()


def kept(window: MainWindow, path: Path, verdict: Verdict, by: date | None) -> Path:
    finding = window.desk.finding
    assert finding is not None
    window.desk.session.decide(finding, Decision(finding.id, verdict, "stop:gabapentin", "Dr Weiss", by))
    save_session(path, window.desk.session.state, NOW.isoformat())
    return path


def reopened(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.desk.open_path(path)
    qtbot.waitUntil(lambda: window.desk.session.path == path and window.desk.review is not None)
    qtbot.wait(20)


def words(page: FollowUpPage) -> str:
    return "\n".join(found.text() for found in page.due.findChildren(QLabel) if not found.parentWidget().isHidden())


def test_an_overdue_promise_is_listed_at_the_next_opening(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = kept(make_window(), tmp_path / "a.regimen", "accept", TODAY - timedelta(days=3))
    window = make_window(text="")
    reopened(window, path, qtbot)
    page = window.frame.page
    assert isinstance(page, FollowUpPage)
    assert "Two opioids and gabapentin" in words(page)
    assert "Stop a drug: gabapentin · NOT DONE: still on the list · Dr Weiss · by 2006-09-25, 3 days late" in words(page)
    assert window.frame.status.promises.text() == "1 promise to follow up"


def test_done_is_kept_with_the_review_and_is_not_listed_again(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = kept(make_window(), tmp_path / "a.regimen", "modify", TODAY - timedelta(days=1))
    window = make_window(text="")
    reopened(window, path, qtbot)
    page = window.frame.page
    assert isinstance(page, FollowUpPage)
    next(b for b in page.due.findChildren(QPushButton) if b.text() == "Done").click()
    assert "Nothing that was promised is to be followed up." in words(page)
    window.close()
    state, _ = open_session(path)
    assert [d.done for d in state.decisions.values()] == [TODAY]
    again = make_window(text="")
    reopened(again, path, qtbot)
    assert again.frame.page is None


@pytest.mark.parametrize(("verdict", "by"), [("accept", TODAY), ("accept", None), ("reject", TODAY - timedelta(days=9))])
def test_nothing_is_listed_that_is_not_past_its_day_or_was_not_promised(
    make_window: Make, qtbot: QtBot, tmp_path: Path, verdict: Verdict, by: date | None
) -> None:
    path = kept(make_window(), tmp_path / "a.regimen", verdict, by)
    window = make_window(text="")
    reopened(window, path, qtbot)
    assert window.frame.page is None


def test_a_day_that_passes_while_the_window_is_open_is_told(make_window: Make) -> None:
    window = make_window()
    desk = window.desk
    desk.decide(Decision("", "accept", "stop:gabapentin", by=TODAY))
    assert not window.frame.status.promises.isVisible()
    desk.session.now = lambda: NOW + timedelta(days=1)
    window.frame.status._clock.timeout.emit()
    assert window.frame.status.promises.isVisible()
    window.frame.status.promises.click()
    assert isinstance(window.frame.page, FollowUpPage)


def test_a_promised_stop_without_a_day_is_followed_up_on_a_later_list(make_window: Make) -> None:
    window = make_window()
    desk = window.desk
    desk.decide(Decision("", "accept", "stop:gabapentin"))
    assert desk.due() == ()
    desk.session.now = lambda: NOW + timedelta(days=5)
    assert [p.outcome for p in desk.due()] == ["not-done"]


# --- the list itself is compared -----------------------------------------------------------------------------------


def entry(name: str, number: int = 1, *, status: Status = "active", settled: bool = True) -> Medication:
    resolution = Resolution("resolved", (Ingredient(SubstanceId(name)),)) if settled else Resolution("unresolved")
    return Medication(f"m{number}", MedicationStatement(f"{name} 5 mg", name, status=status), resolution)


def review_with(*entries: Medication, observations: tuple[Observation, ...] = ()) -> Review:
    return replace(founding_review(), regimen=Regimen(entries), patient=Patient(observations=observations))


NOISE = (entry("iron", 8), entry("calcium", 9, status="stopped"))


@pytest.mark.parametrize(
    ("reason", "entries", "shown"),
    [
        ("stop:warfarin", (entry("warfarin"),), "not-done"),
        ("stop:warfarin", (entry("warfarin", status="stopped"),), "done"),
        ("stop:warfarin", (), "done"),
        ("stop:warfarin", (entry("wrfn", settled=False),), "unknown"),
        ("swap:warfarin", (entry("warfarin"),), "not-done"),
        ("dose:warfarin", (entry("warfarin"),), "not-done"),
        ("dose:warfarin", (replace(entry("warfarin"), statement=MedicationStatement("warfarin 3 mg", "warfarin")),), "done"),
        ("tell", (entry("warfarin"),), "unknown"),
        ("add", (), "unknown"),
    ],
)
def test_the_list_shows_whether_a_promise_was_kept(reason: str, entries: tuple[Medication, ...], shown: str) -> None:
    decision = Decision("f", "accept", reason, was="warfarin 5 mg")
    assert outcome_of(decision, review_with(*entries, *NOISE)) == shown


def test_without_a_review_nothing_is_taken_for_done() -> None:
    assert outcome_of(Decision("f", "accept", "stop:warfarin"), None) == "unknown"


@pytest.mark.parametrize(("day", "shown"), [(date(2006, 9, 20), "not-done"), (date(2006, 9, 21), "not-done"), (date(2006, 9, 22), "done")])
def test_a_promised_test_is_done_when_a_newer_value_is_there(day: date, shown: str) -> None:
    decision = Decision("f", "accept", "monitor", watch=("inr",), decided="2006-09-21T10:00:00")
    values = (Observation("INR", 2.1, measure="inr", when=day), Observation("Hb", 9, measure="hemoglobin", when=TODAY))
    assert outcome_of(decision, review_with(*NOISE, observations=values)) == shown


def test_a_promise_of_an_earlier_review_is_held_against_the_list_of_today() -> None:
    promise = Decision("f", "accept", "stop:warfarin", decided="2006-01-01T10:00:00", headline="Bleeding on warfarin")
    visit = KeptList("winter.regimen", MedicationList("text"), decisions={"f": promise})
    due = promises_due(SessionState(visits=(visit,)), TODAY, review_with(entry("warfarin"), *NOISE))
    assert [(p.headline, p.outcome, p.visit) for p in due] == [("Bleeding on warfarin", "not-done", "winter.regimen")]
    assert promises_due(SessionState(visits=(visit,)), TODAY, review_with(*NOISE)) == ()
    again = SessionState(visits=(visit,), decisions={"f": replace(promise, verdict="reject")})
    assert promises_due(again, TODAY, review_with(entry("warfarin"))) == ()


KEYS = st.sampled_from(["a", "b", "c", "d", "e"])
NEAR = st.none() | st.dates(date(2006, 1, 1), date(2007, 1, 1))


@given(
    st.dictionaries(KEYS, st.builds(Decision, KEYS, st.sampled_from(VERDICTS), by=NEAR, done=NEAR)),
    st.dates(date(2006, 1, 1), date(2007, 1, 1)),
)
def test_every_open_promise_past_its_day_is_due_and_nothing_else(decisions: dict[str, Decision], today: date) -> None:
    due = promises_due(SessionState(decisions=decisions), today)
    assert len(due) == sum(
        d.verdict in ("accept", "modify") and d.done is None and d.by is not None and d.by < today for d in decisions.values()
    )
    assert [p.days_late for p in due] == sorted((p.days_late for p in due), reverse=True)
    assert all(p.days_late > 0 for p in due)
