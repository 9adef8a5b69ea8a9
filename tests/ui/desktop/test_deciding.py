"""Replies to findings: one key, a reason, a day, and what a decided finding does to the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.desktop.reading import Make, findings, press
from ui.desktop.worklist_model import Filters


@pytest.mark.parametrize(
    ("key", "verdict", "word"),
    [("a", "accept", "Accepted"), ("m", "modify", "Modified"), ("r", "reject", "Rejected"), ("d", "defer", "Deferred")],
)
def test_one_key_decides_and_the_row_says_so(make_window: Make, qtbot: QtBot, key: str, verdict: str, word: str) -> None:
    window = make_window()
    press(qtbot, window, key)
    kept = window.desk.session.decision("opioid-gabapentinoid-lung")
    assert kept is not None
    assert kept.verdict == verdict
    assert kept.reason
    row = findings(window).list.rows.index(1)
    assert word in str(row.data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_decision_keeps_its_reason_person_day_and_note(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    bar = window.frame.right.bar
    press(qtbot, window, "d")
    bar._who.setText("Prescriber")
    bar._by.setText("2006-10-02")
    bar._note.setText("after the INR")
    bar._note.editingFinished.emit()
    kept = window.desk.session.decision("opioid-gabapentinoid-lung")
    assert kept is not None
    assert (kept.verdict, kept.who, str(kept.by), kept.note) == ("defer", "Prescriber", "2006-10-02", "after the INR")
    press(qtbot, window, "j")
    assert bar._note.text() == ""
    press(qtbot, window, "k")
    assert bar._note.text() == "after the INR"


def test_a_day_that_is_none_is_said_and_not_kept(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.frame.right.bar._by.setText("next week")
    press(qtbot, window, "a")
    kept = window.desk.session.decision("opioid-gabapentinoid-lung")
    assert kept is not None
    assert kept.by is None
    assert "2026-10-02" in window.frame.banner.words


def test_ten_findings_are_decided_in_twenty_keys(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    press(qtbot, window, "aj" * 10)
    assert window.desk.session.decided() == 10


def test_undecided_hides_a_finding_only_after_it_is_decided(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    view = findings(window)
    view.set_filters(Filters(undecided=True))
    before = view.list.rows.hidden
    press(qtbot, window, "a")
    assert view.list.rows.hidden == before + 1


def test_shift_decides_and_goes_on_so_that_ten_findings_are_ten_keys(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    review = window.desk.review
    assert review is not None
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_D):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ShiftModifier)
    decided = [window.desk.session.decision(f.id) for f in review.findings[:4]]
    assert [d.verdict if d else "" for d in decided] == ["accept", "reject", "defer", ""]
    assert window.desk.finding is review.findings[3]
