"""A decision can carry out what it says: on the list, through one button or C, undone with Ctrl+Z."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from regimen_review.findings import Finding
from regimen_review.knowledge import MonitoringItem
from regimen_review.regimen import MedicationStatement
from tests.ui.desktop.conftest import NOW
from tests.ui.desktop.founding import finding, founding_review
from tests.ui.desktop.reading import Make, press
from ui.carrying_out import as_decided, offer_of, planned
from ui.decisions import Decision, Verdict
from ui.desktop.offer_row import OfferRow
from ui.desktop.window import MainWindow

TODAY = NOW.date()


def decided(window: MainWindow, reason: str, verdict: Verdict = "accept") -> OfferRow:
    window.desk.decide(Decision("", verdict, reason))
    return window.frame.right.bar.offer


def statement(window: MainWindow, name: str) -> MedicationStatement:
    return next(s for s in window.desk.session.state.listing.statements if s.name.startswith(name))


def test_an_accepted_stop_is_carried_out_on_the_list_and_taken_back_with_undo(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    before = window.desk.session.state.listing
    offer = decided(window, "stop:gabapentin")
    assert offer.button.accessibleName() == "Stop gabapentin on the list, C"
    press(qtbot, window, "c")
    qtbot.waitUntil(lambda: statement(window, "gabapentin").status == "stopped")
    assert [s.status for s in window.desk.session.state.listing.statements].count("stopped") == 1
    window.undo()
    assert window.desk.session.state.listing == before
    assert window.desk.session.decision(window.desk.finding_id or "") is not None, "the decision itself is another step"


def test_a_drug_inside_a_combination_is_named_with_what_goes_with_it(make_window: Make) -> None:
    offer = decided(make_window(), "stop:codeine")
    assert offer.button.accessibleName() == "Stop acetaminophen + codeine on the list, C"


@pytest.mark.parametrize(
    ("reason", "typed", "as_written"), [("dose:gabapentin", "gabapentin 100 mg daily", ""), ("swap:gabapentin", "pregabalin", "")]
)
def test_a_dose_or_a_replacement_is_written_in_the_line_and_takes_the_entrys_place(
    make_window: Make, qtbot: QtBot, reason: str, typed: str, as_written: str
) -> None:
    window = make_window()
    place = [s.name for s in window.desk.session.state.listing.statements].index("gabapentin")
    offer = decided(window, reason, "modify")
    press(qtbot, window, "c")
    assert offer.line.isVisible()
    assert offer.line.text() == ("gabapentin" if reason.startswith("dose") else "")
    offer.line.setText(typed)
    qtbot.keyClick(offer.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.session.state.listing.statements[place].as_written == typed)
    window.undo()
    assert window.desk.session.state.listing.statements[place].name == "gabapentin"


def test_an_unchanged_entry_changes_nothing(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    before = window.desk.session.state.listing
    offer = decided(window, "dose:gabapentin")
    press(qtbot, window, "c")
    qtbot.keyClick(offer.line, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert window.desk.session.state.listing is before


def test_a_protecting_drug_is_added_as_planned(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    offer = decided(window, "add")
    press(qtbot, window, "c")
    offer.line.setText("naloxone nasal spray")
    qtbot.keyClick(offer.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.desk.session.state.listing.statements) == 27)
    assert window.desk.session.state.listing.statements[-1].status == "planned"


def test_spacing_leads_to_the_timetable(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    decided(window, "space")
    press(qtbot, window, "c")
    assert window.frame.views.current_id == "timetable"


@pytest.mark.parametrize(("verdict", "reason"), [("reject", "benefit"), ("defer", "result"), ("accept", "tell"), ("accept", "measure")])
def test_nothing_is_offered_where_the_reply_changes_nothing_on_the_list(make_window: Make, verdict: Verdict, reason: str) -> None:
    assert not decided(make_window(), reason, verdict).isVisible()


def with_tests() -> Finding:
    from dataclasses import replace

    items = (MonitoringItem("INR", "inr", first_days=3, every_days=7), MonitoringItem("hemoglobin", "hemoglobin", every_days=30))
    return replace(finding("w", "Bleeding on warfarin", "warfarin"), monitoring=items)


def test_monitoring_is_planned_for_the_first_day_on_which_a_test_is_due() -> None:
    kept = Decision("w", "accept", "monitor", note="ask the clinic")
    offer = offer_of(kept, with_tests(), founding_review(), TODAY)
    assert offer is not None
    assert (offer.tests, offer.by) == (("INR", "hemoglobin"), date(2006, 10, 1))
    done = planned(kept, offer)
    assert (done.by, done.note) == (date(2006, 10, 1), "ask the clinic; INR, hemoglobin")
    assert offer_of(done, with_tests(), founding_review(), TODAY) is None, "a day that was set is not offered again"


def test_a_decision_keeps_what_the_entry_said_and_what_is_to_be_measured() -> None:
    review = founding_review()
    stop = as_decided(Decision("w", "accept", "dose:prednisone"), with_tests(), review, None)
    assert stop.was == "prednisone 5 mg daily"
    later = as_decided(Decision("w", "accept", "dose:prednisone", note="n"), with_tests(), founding_review({"x": ()}), stop)
    assert later.was == stop.was
    assert as_decided(Decision("w", "accept", "monitor"), with_tests(), review, stop).watch == ("inr", "hemoglobin")
