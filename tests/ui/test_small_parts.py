"""Settings, the pair grid, trials and recovery locks: the parts of the window that know no Qt, and the start that does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from regimen_review.patient import MedicationList
from regimen_review.regimen import Dosage, MedicationStatement, Place
from tests.ui.desktop.founding import founding_review
from ui.desktop.start import find_lost
from ui.pair_grid import pair_grid
from ui.recovery import RecoveryCopy
from ui.session import SessionState
from ui.settings import Settings, keep_settings, load_settings
from ui.trial import Trial, tried

LISTING = MedicationList(
    "text",
    tuple(MedicationStatement(n, n, Place(i), dosage=Dosage(route="oral")) for i, n in enumerate(("warfarin", "iron", "zinc"), 1)),
)


def read(text: str) -> MedicationList:
    return MedicationList("text", tuple(MedicationStatement(t, t) for t in text.splitlines() if t.strip()))


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    settings = Settings(theme="dark", text_size=150, language="de", site="Ward 4")
    keep_settings(path, settings)
    assert load_settings(path) == settings


@pytest.mark.parametrize("content", ["", "[]", '{"theme": "purple"}', "\x00"])
def test_damaged_settings_are_the_usual_ones(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert load_settings(path) == Settings()


def test_settings_that_cannot_be_written_cost_nothing_else(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    keep_settings(blocked / "settings.json", Settings())


def test_every_pair_of_current_medications_stands_once_in_the_grid() -> None:
    review = founding_review()
    grid = pair_grid(review)
    count = len(review.regimen.current())
    assert len(grid.pairs) == count * (count - 1) // 2
    assert sum(grid.counts().values()) == len(grid.pairs)


def test_most_findings_first_puts_the_hub_first_and_as_written_keeps_the_list() -> None:
    review = founding_review()
    assert pair_grid(review).medications[0].label == "ciprofloxacin"
    assert pair_grid(review, "written").medications == review.regimen.current()


def test_a_quiet_pair_says_why() -> None:
    review = founding_review()
    grid = pair_grid(review)
    meds = {m.label: m for m in grid.medications}
    pair = grid.pair(meds["budesonide"], meds["ciprofloxacin"])
    assert (pair.state, pair.words) == ("quiet", "inhaled: hardly reaches the blood")


def test_a_trial_changes_a_copy_of_the_list_only() -> None:
    trial = Trial().stop(0).swap(1, "ferrous gluconate").add("heparin")
    made = tried(LISTING, trial, read)
    assert [(s.name, s.status) for s in made.statements] == [
        ("warfarin", "stopped"),
        ("ferrous gluconate", "active"),
        ("zinc", "active"),
        ("heparin", "planned"),
    ]
    assert made.statements[1].dosage.route == "oral"
    assert made.statements[3].place.line == 4
    assert LISTING.statements[0].status == "active"
    assert trial.count == 3


def test_stopping_twice_is_not_stopping_and_a_swap_lifts_a_stop() -> None:
    assert Trial().stop(0).stop(0).empty
    assert Trial().stop(0).swap(0, "zinc").stops == frozenset()
    assert Trial().swap(0, "zinc").stop(0).swaps == {}


def test_work_that_another_window_holds_is_not_taken_for_lost(tmp_path: Path) -> None:
    state = SessionState(listing=LISTING)
    now = datetime(2026, 11, 22, 9, 0)
    RecoveryCopy(tmp_path, 101).keep(state, now)
    RecoveryCopy(tmp_path, 102).keep(replace(state, title="newer"), now.replace(hour=10))
    held = QLockFile(str(tmp_path / "work-102.lock"))
    held.setStaleLockTime(0)
    assert held.tryLock(0)
    found = find_lost(RecoveryCopy(tmp_path, 103), tmp_path)
    assert found is not None
    assert found.path.name == "work-101.regimen"
    held.unlock()
    again = find_lost(RecoveryCopy(tmp_path, 103), tmp_path)
    assert again is not None
    assert again.state.title == "newer"
