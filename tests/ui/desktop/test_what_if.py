"""Trials kept and compared: other doses, options side by side, what belongs to another state of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Patient
from regimen_review.plans.alternatives import Alternative, Alternatives
from regimen_review.plans.candidates import Candidate
from regimen_review.plans.dont_add import DoNotAdd, Reason, Unwanted
from regimen_review.progress import Cancelled, Progress
from regimen_review.regimen import SubstanceId
from tests.ui.desktop.founding import FoundingPipeline, founding_review
from ui.desktop.option_panel import OptionShelf
from ui.desktop.views.whatif import WhatIfView
from ui.desktop.window import MainWindow
from ui.options import option_name
from ui.session import Confirmed, SessionState
from ui.trial import Trial, review_trial

Make = Callable[..., MainWindow]


class TrialPipeline(FoundingPipeline):
    """Findings only of drugs that are on the list and not stopped."""

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        stopped = {s.name for s in listing.statements if s.status == "stopped"}
        whole = founding_review(confirmed, patient)
        return replace(whole, findings=tuple(f for f in whole.findings if not stopped & set(f.drugs)))


def whatif(window: MainWindow) -> WhatIfView:
    window.show_view("whatif")
    view = window.frame.views.view("whatif")
    assert isinstance(view, WhatIfView)
    return view


def stop(window: MainWindow, qtbot: QtBot, *names: str) -> None:
    """Try to stop entries."""
    desk = window.desk
    at = {s.name: i for i, s in enumerate(desk.session.state.listing.statements)}
    desk.try_out(Trial(stops=frozenset(at[n] for n in names)))
    qtbot.waitUntil(lambda: desk.trial_review is not None)


def cells(view: WhatIfView, first: str) -> tuple[str, ...]:
    return next(r.cells for r in view.options.table.plain.rows if r.cells[0] == first)


def test_kept_options_stand_side_by_side_with_what_each_clears(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    view = whatif(window)
    for names in (("ciprofloxacin",), ("ciprofloxacin", "gabapentin")):
        stop(window, qtbot, *names)
        qtbot.mouseClick(view.bar.buttons["option"], Qt.MouseButton.LeftButton)
    view.show_page("options")
    assert view.options.isVisible()
    assert view.options.table.plain.heads == ("What", "Today", "Option A", "Option B")
    assert cells(view, "Changes")[2:] == ("stop ciprofloxacin", "stop gabapentin; stop ciprofloxacin")
    act = cells(view, "Act")
    assert int(act[3]) < int(act[2]) < int(act[1]) == 9
    review = window.desk.review
    assert review is not None
    sedation = next(f for f in review.findings if f.id == "opioid-gabapentinoid-lung")
    assert cells(view, sedation.headline)[1:] == ("Warning", "as today", "gone")


def test_the_same_trial_is_kept_once(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    view = whatif(window)
    for _ in range(2):
        stop(window, qtbot, "ciprofloxacin")
        view.keep_option()
    assert len(OptionShelf.of(window.desk).options) == 1


def test_an_option_is_gone_on_with_or_dropped(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    desk, view = window.desk, whatif(window)
    stop(window, qtbot, "ciprofloxacin")
    kept = desk.trial
    view.keep_option()
    view.bar.discard()
    assert desk.trial.empty
    view.show_page("options")
    qtbot.mouseClick(view.options._again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.trial_review is not None)
    assert desk.trial == kept
    view.show_page("options")
    qtbot.mouseClick(view.options._drop, Qt.MouseButton.LeftButton)
    assert OptionShelf.of(desk).options == ()
    assert view.page == "trial"


def test_options_of_another_state_of_the_list_are_counted_and_come_back_with_undo(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    desk, view = window.desk, whatif(window)
    stop(window, qtbot, "ciprofloxacin")
    view.keep_option()
    desk.session.add("heparin")
    qtbot.waitUntil(lambda: not desk.session.stale)
    shelf = OptionShelf.of(desk)
    assert (shelf.options, shelf.elsewhere) == ((), 1)
    assert "1" in view.options._away.text()
    window.undo()
    qtbot.waitUntil(lambda: not desk.session.stale)
    assert len(shelf.options) == 1


def test_another_dose_is_written_over_the_entry_and_only_tried(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    desk, view = window.desk, whatif(window)
    before = desk.session.state.listing
    desk.select_medication("m1")
    window.to_medications()
    qtbot.keyClick(window.frame.medications.list, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert view._line.isVisible()
    assert view._line.text() == "prednisone 5 mg daily"
    view._line.setText("prednisone 10 mg daily")
    qtbot.keyClick(view._line, Qt.Key.Key_Return)
    assert desk.trial.swaps == {0: "prednisone 10 mg daily"}
    assert view.bar.words() == ("predniSONE: now prednisone 10 mg daily",)
    assert desk.session.state.listing == before


def test_buttons_tell_a_screen_reader_what_they_act_on(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(pipeline=TrialPipeline())
    view = whatif(window)
    assert not view.bar.buttons["stop"].isEnabled()
    window.desk.select_medication("m1")
    assert view.bar.buttons["stop"].accessibleName() == "Stop predniSONE"
    assert view.bar.buttons["dose"].isEnabled()


def test_a_trial_asks_only_for_what_changed_where_the_pipeline_can() -> None:
    asked: list[tuple[Review, MedicationList]] = []

    class Quick(TrialPipeline):
        def review_after(self, before: Review, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
            asked.append((before, listing))
            return super().review(listing, confirmed, patient)

    pipeline = Quick()
    state = SessionState(pipeline.read_text("warfarin\nciprofloxacin"))
    before = founding_review()
    quick = review_trial(pipeline, state, before, Trial(stops=frozenset({1})))
    assert asked[0][0] is before
    assert quick == review_trial(TrialPipeline(), state, before, Trial(stops=frozenset({1})))
    review_trial(pipeline, state, None, Trial(stops=frozenset({1})))
    assert len(asked) == 1


def test_letters_of_options_are_never_used_twice() -> None:
    taken: list[str] = []
    for _ in range(30):
        taken.append(option_name(taken))
    assert len(set(taken)) == 30
    assert (taken[0], taken[26]) == ("A", "A2")
    assert option_name(["A", "C"]) == "B"


class AdvisingPipeline(TrialPipeline):
    """Knows one alternative and one drug not to add; waits at each step until it is told to go on."""

    def __init__(self) -> None:
        self.go = Event()
        self.stopped = False

    def _wait(self, report: Progress) -> None:
        for done in range(1000):
            try:
                report(done, 1000)
            except Cancelled:
                self.stopped = True
                raise
            if self.go.wait(0.01):
                return

    def alternatives(self, review: Review, medication_id: str, report: Progress) -> Alternatives:
        self._wait(report)
        held = next(m for m in review.regimen.medications if m.id == medication_id)
        drug, tendon = held.substances[0], next(f for f in review.findings if f.id == "tendon")
        other = Candidate(SubstanceId("cefalexin"), (tendon,), (1, 0, 3), unchecked=("allergies: cefalexin", "allergies: cefalexin"))
        return Alternatives(drug, medication_id, Candidate(drug, (), (0, 0, 0)), (Alternative(other, "the same kind", 2),), "One.")

    def do_not_add(self, review: Review, report: Progress) -> DoNotAdd:
        self._wait(report)
        tendon = next(f for f in review.findings if f.id == "tendon")
        unwanted = Unwanted(SubstanceId("ibuprofen"), 3, tendon, (tendon,))
        return DoNotAdd((Reason("bleeding", "warfarin", (unwanted,), "bleeding"),), 200, (SubstanceId("xqz"),), "1 of 200 common drugs.")


def test_an_alternative_is_tried_in_the_place_of_the_drug(make_window: Make, qtbot: QtBot) -> None:
    pipeline = AdvisingPipeline()
    pipeline.go.set()
    window = make_window(pipeline=pipeline)
    desk, view = window.desk, whatif(window)
    assert desk.review is not None
    view.show_page("alternatives")
    assert "Choose a medication" in view.alternatives._says.text()
    desk.select_medication(next(m.id for m in desk.review.regimen.medications if m.label == "ciprofloxacin"))
    qtbot.waitUntil(lambda: bool(view.alternatives.table.plain.rows))
    assert view.alternatives.table.plain.rows[0].cells[3].endswith("(not checked: allergies)")
    qtbot.mouseClick(view.alternatives._attempt, Qt.MouseButton.LeftButton)
    assert list(desk.trial.swaps.values()) == ["cefalexin"]
    qtbot.waitUntil(lambda: desk.trial_review is not None)
    assert view.page == "trial"


def test_the_page_for_the_ward_counts_what_the_base_does_not_know(make_window: Make, qtbot: QtBot) -> None:
    pipeline = AdvisingPipeline()
    pipeline.go.set()
    view = whatif(make_window(pipeline=pipeline))
    view.show_page("dont-add")
    qtbot.waitUntil(lambda: bool(view.dont_add.table.plain.rows))
    drugs = {r.cells[0]: r.cells[1] for r in view.dont_add.table.plain.rows}
    assert drugs["ibuprofen"].startswith("Warning: ")
    assert "not checked" in drugs["xqz"]
    view.dont_add._copy_list()
    assert "ibuprofen" in QGuiApplication.clipboard().text()


def test_a_long_search_is_stopped_and_never_reads_as_nothing_found(make_window: Make, qtbot: QtBot) -> None:
    pipeline = AdvisingPipeline()
    view = whatif(make_window(pipeline=pipeline))
    view.show_page("dont-add")
    assert view.dont_add._busy.isVisible()
    qtbot.mouseClick(view.dont_add._stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pipeline.stopped)
    assert not view.dont_add._busy.isVisible()
    assert "does not mean that nothing speaks against" in view.dont_add._says.text()
    assert view.dont_add.table.plain.rows == ()


def test_no_page_is_offered_that_the_pipeline_cannot_fill(make_window: Make) -> None:
    view = whatif(make_window(pipeline=TrialPipeline()))
    assert not view._chips["alternatives"].isVisible()
    assert not view._chips["dont-add"].isVisible()
