"""A name that was settled in an earlier review is shown as such, and can be asked about again where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Patient
from regimen_review.regimen import Ingredient, Medication, Regimen, Resolution, SubstanceId
from tests.ui.desktop.founding import FoundingPipeline
from ui.desktop.medication_form import MedicationForm
from ui.desktop.window import MainWindow
from ui.remembered import Memory
from ui.session import Confirmed

WRITTEN = "the blue pill"


class RememberingPipeline(FoundingPipeline):
    """The founding review; its last entry is a name that only the workstation's memory settles."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        made = super().review(listing, confirmed, patient)
        settled = self.memory.settled().get(WRITTEN)
        *others, last = made.regimen.medications
        resolution = (
            Resolution("resolved", tuple(Ingredient(s) for s in settled), "remembered")
            if settled
            else Resolution("unresolved", why="name not recognised")
        )
        named = Medication(last.id, replace(last.statement, name=WRITTEN, as_written=WRITTEN), resolution)
        return replace(made, regimen=Regimen((*others, named), made.regimen.as_of))


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    kept = Memory(tmp_path / "remembered.json")
    kept.remember(WRITTEN, (SubstanceId("sildenafil"),))
    kept.remember("the red one", (SubstanceId("warfarin"),))
    return kept


@pytest.fixture
def window(make_window: Callable[..., MainWindow], memory: Memory) -> MainWindow:
    made = make_window(pipeline=RememberingPipeline(memory))
    made.desk.session.memory = memory
    return made


def last(window: MainWindow) -> Medication:
    assert window.desk.review is not None
    return window.desk.review.regimen.medications[-1]


def form_of(window: MainWindow) -> MedicationForm:
    window.desk.select_medication(last(window).id)
    window.edit_medication()
    (form,) = window.findChildren(MedicationForm)
    return form


def test_a_remembered_name_says_beside_it_that_it_was_settled_before(window: MainWindow) -> None:
    row = window.frame.medications.list.row
    assert "settled before" in row._beside(last(window))
    assert "settled before" not in row._beside(window.desk.review.regimen.medications[0])  # type: ignore[union-attr]


def test_asking_again_forgets_that_name_alone_and_opens_it(window: MainWindow, memory: Memory, qtbot: QtBot) -> None:
    form = form_of(window)
    assert form._again.isVisible()
    assert form._again.text() == "Forget what was settled before and ask"
    assert "settled before" in form._taken.text()
    form._again.click()
    qtbot.waitUntil(lambda: last(window).resolution.state == "unresolved")
    assert list(memory.kept.names) == ["the red one"]
    assert not form._again.isVisible()


def test_a_name_that_the_base_settles_offers_no_asking_again(window: MainWindow) -> None:
    assert window.desk.review is not None
    window.desk.select_medication(window.desk.review.regimen.medications[0].id)
    window.edit_medication()
    (form,) = window.findChildren(MedicationForm)
    assert not form._again.isVisible()
