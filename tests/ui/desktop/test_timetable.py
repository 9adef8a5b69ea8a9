"""The timetable as it behaves: reasons, clashes, the patient's own day, one edit that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from regimen_review.errors import UserError
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Spacing
from regimen_review.patient import MedicationList, Patient
from regimen_review.plans.timetable import Clash, Timetable
from regimen_review.regimen import Frequency, SubstanceId
from tests.ui.desktop.founding import FoundingPipeline, finding, founding_review, medications
from ui.desktop.views.timetable import TimetableView
from ui.desktop.window import MainWindow
from ui.session import Confirmed
from ui.timetables import TimeRow, parse_time, week_of

Make = Callable[..., MainWindow]
ID = {m.label: m.id for m in medications()}


def spaced(id_: str, first: str, other: str, spacing: Spacing) -> Finding:
    """A finding of two drugs that are kept apart."""
    made = finding(id_, f"{first} away from {other}", f"{first},{other}", tier="review")
    roles = {"object": SubstanceId(first), "precipitant": SubstanceId(other)}
    return replace(made, medications=(ID[first], ID[other]), spacing=spacing, **roles)


class SpacedPipeline(FoundingPipeline):
    """The founding review with rules of timing; ``apart`` hours between ciprofloxacin and iron on either side."""

    def __init__(self, apart: float = 2.0) -> None:
        self.apart = apart

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        whole = founding_review(confirmed, patient)
        kept = spaced("cipro-iron", "ciprofloxacin", "iron", Spacing(before_h=self.apart, after_h=self.apart))
        first = replace(
            finding("bone", "Alendronate alone and first", "alendronate", tier="review"),
            medications=(ID["alendronate"],),
            spacing=Spacing(before_h=0.5, first_thing=True, upright_h=0.5),
        )
        return replace(whole, findings=(*whole.findings, kept, first))


def timetable(window: MainWindow, qtbot: QtBot) -> TimetableView:
    window.show_view("timetable")
    view = window.frame.views.view("timetable")
    assert isinstance(view, TimetableView)
    settled(view, qtbot)
    return view


def settled(view: TimetableView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not view._shelf.busy and (view._shelf.answer is not None or bool(view._shelf.fault)), timeout=10000)


def row(view: TimetableView, name: str) -> TimeRow:
    return next(r for r in view.grid.days.rows if r.label == name)


def answer(view: TimetableView) -> Timetable:
    found = view._shelf.answer
    assert isinstance(found, Timetable)
    return found


def test_doses_stand_apart_as_the_rule_asks_and_the_row_says_so(make_window: Make, qtbot: QtBot) -> None:
    view = timetable(make_window(pipeline=SpacedPipeline()), qtbot)
    span = row(view, "ciprofloxacin").spans[0]
    assert (span.other, span.hours >= 2) == ("iron", True)
    assert f"{span.hours:g} h" in view.grid.days.spoken(row(view, "ciprofloxacin"))
    assert row(view, "alendronate").minutes[0] < min(m for r in view.grid.days.rows if r.label != "alendronate" for m in r.minutes)
    assert "first thing, before breakfast" in view.grid.days.reason(row(view, "alendronate"))


def test_a_weekly_drug_stands_on_one_named_day_and_not_every_day(make_window: Make, qtbot: QtBot) -> None:
    view = timetable(make_window(pipeline=SpacedPipeline()), qtbot)
    week = week_of(answer(view))
    days = [d for d, found in week.items() if any(i.label == "methotrexate" for i in found)]
    assert len(days) == 1
    assert "methotrexate" in view.week.accessibleName()
    assert view.week.isVisible()


def test_the_list_holds_everything_that_the_drawing_shows(make_window: Make, qtbot: QtBot) -> None:
    view = timetable(make_window(pipeline=SpacedPipeline()), qtbot)
    drawn = {i.medication for r in view.grid.days.rows for i in r.members} | {r.medication for r in view.grid.days.rows if r.medication}
    listed = {r.medication for r in view.takings.plain.rows if r.medication}
    assert drawn == listed
    assert len(drawn) > 15
    left = [r.cells for r in view.takings.plain.rows if r.cells[0] == "not placed"]
    assert len(left) == len(answer(view).not_placed) > 0


def test_rules_that_clash_are_named_and_lead_to_their_finding(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=SpacedPipeline(apart=18))
    view = timetable(window, qtbot)
    assert isinstance(view._shelf.answer, Clash)
    rows = [b for b in view._clash.widget().findChildren(QPushButton) if "iron" in b.text()]
    assert rows
    assert "No timetable" in view._says.text()
    assert not view._keep.isVisible()
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert window.desk.finding_id == "cipro-iron"


def test_meal_times_that_contradict_each_other_are_said_and_not_taken(make_window: Make, qtbot: QtBot) -> None:
    view = timetable(make_window(pipeline=SpacedPipeline()), qtbot)
    before = view._shelf.day
    for words, said in (("06:00", "must come after"), ("noonish", "no time of day"), ("", "needs a time")):
        view.form.field("lunch").setText(words)
        view.form.field("lunch").editingFinished.emit()
        assert said in view.form._fault.text()
        assert view._shelf.day is before
    view.form.field("lunch").setText("13")
    view.form.field("lunch").editingFinished.emit()
    assert not view.form._fault.isVisible()
    assert view._shelf.day.lunch == time(13, 0)


def test_an_early_riser_takes_the_first_drug_earlier(make_window: Make, qtbot: QtBot) -> None:
    view = timetable(make_window(pipeline=SpacedPipeline()), qtbot)
    usual = row(view, "alendronate").minutes[0]
    view._shelf.set_day(replace(view._shelf.day, wake=time(5, 0), breakfast=time(5, 30)))
    settled(view, qtbot)
    assert row(view, "alendronate").minutes[0] < usual
    assert "Waking and meal times were not told" not in view._left_out.text()


def test_a_drug_taken_more_often_gets_more_times_and_the_list_stays_as_it_is(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=SpacedPipeline())
    view = timetable(window, qtbot)
    listing = window.desk.session.state.listing
    window.desk.select_medication(ID["ciprofloxacin"])
    assert view.form._often["twice daily"].isVisible()
    qtbot.mouseClick(view.form._often["twice daily"], Qt.MouseButton.LeftButton)
    settled(view, qtbot)
    assert len(row(view, "ciprofloxacin").minutes) == 2
    assert view._shelf.frequencies == {ID["ciprofloxacin"]: Frequency(2, 1, "d")}
    assert window.desk.session.state.listing == listing


def test_keeping_the_times_is_one_edit_that_can_be_undone(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=SpacedPipeline())
    view = timetable(window, qtbot)
    before, planned = window.desk.session.state.listing, row(view, "ciprofloxacin").minutes[0]
    qtbot.mouseClick(view._keep, Qt.MouseButton.LeftButton)
    kept = {s.name: s.dosage for s in window.desk.session.state.listing.statements}
    assert kept["ciprofloxacin"].times == (f"{planned // 60:02d}:{planned % 60:02d}",)
    assert len(kept["methotrexate"].days) == 1
    window.undo()
    assert window.desk.session.state.listing == before


def test_a_row_and_a_rule_select_in_every_view(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=SpacedPipeline())
    view = timetable(window, qtbot)
    at = view.grid.days.rows.index(row(view, "iron"))
    view.grid.setCurrentIndex(view.grid.days.index(at))
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert window.desk.medication_id == ID["iron"]
    view.show_page("rules")
    rule = next(i for i, r in enumerate(view.rules.plain.rows) if r.finding == "cipro-iron")
    view.rules.setCurrentIndex(view.rules.plain.index(rule, 0))
    qtbot.keyClick(view.rules, Qt.Key.Key_Return)
    assert window.desk.finding_id == "cipro-iron"
    assert "h before iron" in str(view.rules.plain.index(rule, 1).data()) or "h after iron" in str(view.rules.plain.index(rule, 1).data())


def test_the_copied_list_names_drugs_and_times_and_no_patient(make_window: Make, qtbot: QtBot) -> None:
    view = timetable(make_window(pipeline=SpacedPipeline()), qtbot)
    view.copy()
    text = QGuiApplication.clipboard().text()
    assert "alendronate" in text
    assert "1965" not in text


def test_nothing_is_worked_out_while_the_view_is_not_in_front(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=SpacedPipeline())
    view = timetable(window, qtbot)
    window.show_view("findings")
    kept = view._shelf.answer
    window.desk.session.remove(0)
    qtbot.waitUntil(lambda: not window.desk.session.stale)
    assert view._shelf.answer is kept
    window.show_view("timetable")
    settled(view, qtbot)
    assert view._shelf.answer is not kept


@given(st.times())
def test_every_time_of_day_is_read_back(at: time) -> None:
    for words in (f"{at:%H:%M}", f"{at:%H.%M}", f" {at:%H%M} ", f"{at:%I:%M %p}"):
        assert parse_time(words) == time(at.hour, at.minute)


@pytest.mark.parametrize("words", ["", "25:00", "12:60", "noon", "8-9", "1:2:3", "13 pmm"])
def test_what_is_no_time_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(UserError, match="07:30"):
        parse_time(words)
