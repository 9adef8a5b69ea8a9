"""Changes tried beside today's list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Patient
from tests.ui.desktop.founding import FoundingPipeline, founding_review
from tests.ui.desktop.reading import Make
from ui.desktop.views.whatif import WhatIfView
from ui.desktop.window import MainWindow
from ui.session import Confirmed


class TrialPipeline(FoundingPipeline):
    """Findings only of drugs that are not stopped."""

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        gone = {s.name for s in listing.statements if s.status == "stopped"}
        whole = founding_review(confirmed, patient)
        return replace(whole, findings=tuple(f for f in whole.findings if not gone & set(f.drugs)))


def whatif(window: MainWindow) -> WhatIfView:
    window.show_view("whatif")
    view = window.frame.views.view("whatif")
    assert isinstance(view, WhatIfView)
    return view


def test_a_stop_is_tried_beside_today_and_touches_nothing_until_it_is_kept(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    desk, view = window.desk, whatif(window)
    before = desk.session.state.listing
    desk.select_medication(next(m.id for m in desk.review.regimen.medications if m.label == "ciprofloxacin"))  # type: ignore[union-attr]
    qtbot.keyClick(window.frame.medications.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.trial_review is not None)
    assert desk.session.state.listing == before
    gone = {r.before.id for r in view.list.rows.rows if r.section == "gone" and r.before}
    assert {"quinolone-cations", "qt", "tendon"} <= gone
    assert "9 → " in view._counts["act"].accessibleName()
    desk.keep_trial()
    qtbot.waitUntil(lambda: desk.session.state.listing != before)
    assert [s.status for s in desk.session.state.listing.statements if s.name == "ciprofloxacin"] == ["stopped"]
    window.undo()
    assert desk.session.state.listing == before


def test_a_trial_is_taken_back_change_by_change(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    desk, view = window.desk, whatif(window)
    view.ask_add()
    qtbot.keyClicks(view._line, "heparin")
    qtbot.keyClick(view._line, Qt.Key.Key_Return)
    desk.select_medication("m3")
    qtbot.keyClick(window.frame.medications.list, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert desk.session.state.decisions == {}
    qtbot.keyClicks(view._line, "leucovorin")
    qtbot.keyClick(view._line, Qt.Key.Key_Return)
    assert (desk.trial.adds, dict(desk.trial.swaps)) == (("heparin",), {2: "leucovorin"})
    desk.try_out(desk.trial.without(2))
    desk.try_out(desk.trial.without_add(0))
    assert desk.trial.empty
    assert desk.trial_review is None
