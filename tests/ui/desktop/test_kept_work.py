"""What a review keeps comes back whole: after saving, after a killed process, under a newer base."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from regimen_review.regimen import Frequency
from tests.ui.desktop.reading import Make, press
from ui.decisions import Decision
from ui.desktop.day_shelf import DayShelf
from ui.desktop.option_panel import OptionShelf
from ui.desktop.start import find_lost
from ui.desktop.visit_shelf import VisitShelf
from ui.desktop.window import MainWindow
from ui.recovery import RecoveryCopy
from ui.session_file import open_session, save_session
from ui.trial import Trial

WORKER = """
import sys, time
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication
from tests.ui.desktop.founding import FoundingPipeline
from ui.desktop.desk import Desk
from ui.recovery import RecoveryCopy
from ui.session import ReviewSession
from ui.settings import Settings
from ui.trial import Trial

app = QApplication(["regimen-review", "-platform", "offscreen"])
folder = Path(sys.argv[1])
lock = QLockFile(str(folder / f"work-{app.applicationPid()}.lock"))
lock.tryLock(0)
desk = Desk(ReviewSession(FoundingPipeline(), datetime.now), Settings(), RecoveryCopy(folder, app.applicationPid()))
desk.session.start(desk.session.pipeline.read_text("warfarin\\ntramadol"))
desk.session.set_question("Which opioid?")
desk.try_out(Trial(frozenset({1})))
desk.saved.connect(lambda: print("saved", flush=True))
app.exec()
"""


def full_review(window: MainWindow, qtbot: QtBot, other: Path) -> None:
    """Everything that can be kept: day, how often, a further list, an option, a trial, units, a decision, a note, a question."""
    desk = window.desk
    day, options, visits = DayShelf.of(desk), OptionShelf.of(desk), VisitShelf.of(desk)
    assert desk.review is not None
    day.set_day(replace(day.day, wake=time(5, 30), breakfast=time(6, 0)))
    day.set_frequency(desk.review.regimen.medications[0].id, Frequency(2, 1, "d"))
    other.write_text("warfarin\niron supplement\n", encoding="utf-8")
    visits.add([other])
    qtbot.waitUntil(lambda: len(visits.others) == 1)
    desk.try_out(Trial(frozenset({2})))
    qtbot.waitUntil(lambda: desk.trial_review is not None)
    assert options.keep(("stop folic acid",)) is not None
    desk.set_units("si")
    press(qtbot, window, "a")
    assert desk.finding is not None
    desk.decide(Decision("", "modify", "dose:tramadol", "Dr Weiss", date(2006, 10, 2), "Ask about sleep."))
    desk.session.set_question("Which opioid stays?")


def test_everything_of_a_review_is_there_when_it_is_opened_again(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    full_review(window, qtbot, tmp_path / "before.txt")
    kept = window.desk.session.state
    path = tmp_path / "case.regimen"
    save_session(path, kept, "2006-09-28T14:32:07")
    again = make_window(text="")
    desk = again.desk
    desk.open_path(path)
    shelf, options = VisitShelf.of(desk), OptionShelf.of(desk)
    qtbot.waitUntil(lambda: desk.review is not None and len(shelf.others) == 1 and len(options.options) == 1, timeout=8000)
    qtbot.waitUntil(lambda: desk.trial_review is not None)
    assert desk.session.state == kept
    assert DayShelf.of(desk).day.wake == time(5, 30)
    assert DayShelf.of(desk).frequencies == {"m1": Frequency(2, 1, "d")}
    assert (shelf.others[0].name, options.options[0].words) == ("before.txt", ("stop folic acid",))
    assert (desk.trial, desk.units) == (Trial(frozenset({2})), "si")


def test_another_list_begins_without_what_was_tried_on_the_one_before(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    full_review(window, qtbot, tmp_path / "before.txt")
    window.desk.open_text("iron\ncalcium\nfolic acid")
    qtbot.waitUntil(lambda: len(window.desk.session.state.listing.statements) == 3)
    state = window.desk.session.state
    assert window.desk.trial.empty
    assert (state.visits, state.options, state.trial.empty, state.units) == ((), (), True, None)


def test_what_is_tried_stays_with_its_drug_when_the_list_is_edited(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    desk = window.desk
    third = desk.session.state.listing.statements[2]
    desk.try_out(Trial(frozenset({2}), {3: "iron"}))
    desk.session.remove(0)
    assert desk.session.state.listing.statements[1] is third
    assert desk.trial == Trial(frozenset({1}), {2: "iron"})
    desk.session.remove(1)
    assert desk.trial == Trial(frozenset(), {1: "iron"})


def test_each_kept_part_can_be_taken_back_with_undo(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    before = window.desk.session.state
    full_review(window, qtbot, tmp_path / "before.txt")
    for _ in range(8):
        window.undo()
    now = window.desk.session.state
    assert (now.day, now.frequencies, now.visits, now.options, now.decisions) == (before.day, {}, (), (), {})
    assert VisitShelf.of(window.desk).others == ()
    assert DayShelf.of(window.desk).frequencies == {}


def test_a_killed_process_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline().strip() == "saved"
            assert find_lost(RecoveryCopy(tmp_path, 0), tmp_path) is None, "a living process keeps its work"
        finally:
            worker.kill()  # no signal can be caught: nothing is tidied up
    lost = find_lost(RecoveryCopy(tmp_path, 0), tmp_path)
    assert lost is not None
    assert [s.name for s in lost.state.listing.statements] == ["warfarin", "tramadol"]
    assert (lost.state.question, lost.state.trial) == ("Which opioid?", Trial(frozenset({1})))
    assert datetime.fromisoformat(lost.saved) <= datetime.now()


def test_a_copy_torn_by_a_crash_is_passed_over_and_left_where_it_is(tmp_path: Path, make_window: Make) -> None:
    state = make_window().desk.session.state
    whole, torn = tmp_path / "work-11.regimen", tmp_path / "work-12.regimen"
    save_session(whole, state, "2006-09-28T14:00:00")
    torn.write_bytes(whole.read_bytes()[:400])
    lost = find_lost(RecoveryCopy(tmp_path, 0), tmp_path)
    assert lost is not None
    assert lost.path == whole
    assert torn.exists()


def test_a_review_made_with_an_older_base_says_what_came_and_went(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    state = window.desk.session.state
    heads = {**state.headlines, "old-rule": "An old finding"}
    heads.pop("qt")
    path = tmp_path / "old.regimen"
    save_session(path, replace(state, knowledge="2024.03", headlines=heads), "2024-03-01T10:00:00")
    window = make_window(text="")
    window.desk.open_path(path)
    qtbot.waitUntil(lambda: "2024.03" in window.frame.banner.words)
    assert "came or went: 2" in window.frame.banner.words
    window.show_page("base")
    assert window.frame.page is not None
    words = "\n".join(found.text() for found in window.frame.page.findChildren(QLabel))
    assert "An old finding" in words
    assert "QT prolongation; potassium and ECG not on record" in words


@pytest.mark.parametrize("newer", [{"field-of-tomorrow": 1}, {"day": {"wake": "06:00:00", "nap": "14:00:00"}}])
def test_fields_that_this_version_does_not_know_are_passed_over(tmp_path: Path, make_window: Make, newer: dict[str, object]) -> None:
    import json

    path = tmp_path / "a.regimen"
    save_session(path, make_window().desk.session.state, "2006-09-28T14:00:00")
    body = json.loads(path.read_text(encoding="utf-8"))
    body["review"] |= newer
    path.write_text(json.dumps(body), encoding="utf-8")
    state, _ = open_session(path)
    assert len(state.listing.statements) == 26
