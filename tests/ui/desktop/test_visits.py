"""Lists over time: what came and went, whose list it is, one selection with every other view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Patient
from tests.ui.desktop.conftest import TEXT
from tests.ui.desktop.founding import PATIENT, FoundingPipeline, founding_review
from ui.decisions import Decision
from ui.desktop.views.visits import VisitsView
from ui.desktop.visit_rows import VisitRow
from ui.desktop.window import MainWindow
from ui.session import Confirmed, SessionState
from ui.session_file import save_session
from ui.visits import another_person

Make = Callable[..., MainWindow]
EARLIER = "2006-04-18\nborn 1965-01-01\n" + "\n".join(line for line in TEXT.splitlines() if line != "ciprofloxacin")
NOW_TEXT = "\n".join(line for line in TEXT.splitlines() if line != "clindamycin")


class DatedPipeline(FoundingPipeline):
    """Reviews only what the list holds; a file may begin with its date and the patient's birth date."""

    def open_list(self, path: Path) -> MedicationList:
        lines = path.read_text(encoding="utf-8").splitlines()
        when = date.fromisoformat(lines[0])
        born = lines[1].removeprefix("born ")
        patient = replace(PATIENT, birth_date=date.fromisoformat(born)) if born != lines[1] else Patient()
        return replace(self.read_text("\n".join(lines[2:])), as_of=when, patient=patient)

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        whole = founding_review(confirmed, patient or (listing.patient if listing.as_of else None))
        written = {s.as_written for s in listing.statements}
        kept = tuple(m for m in whole.regimen.medications if m.as_written in written)
        held = {s for m in kept for s in m.substances}
        when = listing.as_of or whole.as_of
        findings = tuple(f for f in whole.findings if set(f.drugs) <= held)
        return replace(whole, regimen=replace(whole.regimen, medications=kept, as_of=when), as_of=when, findings=findings)


def visits(window: MainWindow) -> VisitsView:
    window.show_view("visits")
    view = window.frame.views.view("visits")
    assert isinstance(view, VisitsView)
    return view


@pytest.fixture
def two_lists(make_window: Make, qtbot: QtBot, tmp_path: Path) -> tuple[MainWindow, VisitsView]:
    """April without ciprofloxacin, September without clindamycin; September is in work."""
    window = make_window(pipeline=DatedPipeline(), text=NOW_TEXT)
    view = visits(window)
    add(qtbot, view, tmp_path / "april.txt", EARLIER)
    return window, view


def add(qtbot: QtBot, view: VisitsView, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    view.add_files([path])
    qtbot.waitUntil(lambda: view._shelf.waiting == 0)


def lane(view: VisitsView, name: str) -> VisitRow:
    return next(r for r in view.list.lanes.rows if not r.head and view.list.lanes.name(r) == name)


def test_one_list_alone_invites_to_add_another(make_window: Make) -> None:
    window = make_window()
    view = visits(window)
    assert view.lists is None
    assert view._first.isVisible()
    assert not view._foot_frame.isVisible()


def test_lists_stand_by_date_with_what_started_and_what_stopped(two_lists: tuple[MainWindow, VisitsView]) -> None:
    _, view = two_lists
    assert view.lists is not None
    assert [v.label for v in view.lists.course.visits] == ["2006-04-18", "2006-09-28"]
    assert view.lists.here == 1
    words = view.list.lanes.cell_words
    assert (words(lane(view, "ciprofloxacin"), 0), words(lane(view, "ciprofloxacin"), 1)) == ("", "started, no dose")
    assert words(lane(view, "clindamycin"), 1) == "stopped"


def test_a_finding_that_came_with_a_drug_is_new(two_lists: tuple[MainWindow, VisitsView]) -> None:
    _, view = two_lists
    row = next(r for r in view.list.lanes.rows if r.finding and r.finding.finding.id == "tendon")
    assert view.list.lanes.cell_words(row, 0) == ""
    assert view.list.lanes.cell_words(row, 1) == "Warning, new, Act"
    assert "2006-09-28" in view.list.lanes.spoken(row, 2)


def test_what_stayed_the_same_is_hidden_with_its_count_and_can_be_had(two_lists: tuple[MainWindow, VisitsView]) -> None:
    _, view = two_lists
    heads = [r for r in view.list.lanes.rows if r.head]
    shown = sum(r.drug is not None for r in view.list.lanes.rows)
    assert heads[0].count == shown + heads[0].hidden == 26
    assert f"{heads[0].hidden} not shown" in view.list.lanes.spoken(heads[0], 0)
    view.show_everything(everything=True)
    assert [r.hidden for r in view.list.lanes.rows if r.head] == [0, 0]
    assert lane(view, "predniSONE").drug


def test_a_lane_selects_its_drug_in_every_view(two_lists: tuple[MainWindow, VisitsView], qtbot: QtBot) -> None:
    window, view = two_lists
    view.list.setFocus()
    row = view.list.lanes.rows.index(lane(view, "ciprofloxacin"))
    view.list.setCurrentIndex(view.list.lanes.index(row, 2))
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert window.desk.medication is not None
    assert window.desk.medication.label == "ciprofloxacin"
    assert window.desk.medication_id in window.desk.lit_medications()
    found = next(i for i, r in enumerate(view.list.lanes.rows) if r.finding and r.finding.finding.id == "tendon")
    view.list.setCurrentIndex(view.list.lanes.index(found, 1))
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert window.desk.finding_id == "tendon"


def test_a_list_of_another_person_is_refused_with_the_reason(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(pipeline=DatedPipeline())
    view = visits(window)
    said: list[str] = []
    window.desk.said.connect(said.append)
    add(qtbot, view, tmp_path / "other.txt", EARLIER.replace("1965-01-01", "1970-02-03"))
    assert view.lists is None
    assert "another person (born 1970-02-03, not 1965-01-01)" in said[-1]


def test_what_is_not_told_shows_no_other_person() -> None:
    assert another_person(PATIENT, Patient()) == ""
    assert another_person(Patient(sex="male"), replace(PATIENT, birth_date=None)) == "female, not male"
    assert another_person(replace(PATIENT, identifier="7"), replace(PATIENT, identifier="7", sex="male")) == ""


def test_a_list_that_does_not_say_whose_it_is_stays_marked(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(pipeline=DatedPipeline())
    view = visits(window)
    add(qtbot, view, tmp_path / "nobody.txt", EARLIER.replace("born ", "x "))
    assert view.lists is not None
    assert "Not checked: 1 list does not say whose it is: nobody.txt" in view._story.text()


def test_a_file_that_cannot_be_read_is_said_and_the_others_stay(
    two_lists: tuple[MainWindow, VisitsView], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, view = two_lists
    said: list[str] = []
    window.desk.said.connect(said.append)

    def broken(path: Path) -> MedicationList:
        raise UserError("This is a picture, not a list.", file=path.name)

    monkeypatch.setattr(window.desk.session.pipeline, "open_list", broken)
    view.add_files([tmp_path / "scan.png"])
    qtbot.waitUntil(lambda: bool(said))
    assert "This is a picture" in said[-1]
    assert view.lists is not None
    assert len(view.lists.reviews) == 2


def test_a_saved_review_brings_what_was_decided_then(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(pipeline=DatedPipeline(), text=NOW_TEXT)
    view = visits(window)
    (tmp_path / "april.txt").write_text(EARLIER.replace("\nacetaminophen", "\nciprofloxacin\nacetaminophen"), encoding="utf-8")
    listing = DatedPipeline().open_list(tmp_path / "april.txt")
    kept = SessionState(listing, patient=listing.patient, decisions={"tendon": Decision("tendon", "accept", "monitor")})
    save_session(tmp_path / "april.regimen", kept, "2006-04-18T10:00:00")
    view.add_files([tmp_path / "april.regimen"])
    qtbot.waitUntil(lambda: view._shelf.waiting == 0)
    view.show_everything(everything=True)
    row = next(r for r in view.list.lanes.rows if r.finding and r.finding.finding.id == "tendon")
    assert view.list.lanes.cell_words(row, 0) == "Warning, Act, Accepted"
    assert view.list.lanes.cell_words(row, 1) == "Warning, Act"


def test_a_list_is_taken_away_again_and_the_one_in_work_never(two_lists: tuple[MainWindow, VisitsView], qtbot: QtBot) -> None:
    _, view = two_lists
    view.list.setCurrentIndex(view.list.lanes.index(1, 2))
    view.remove()
    assert view.lists is not None
    view.list.setCurrentIndex(view.list.lanes.index(1, 1))
    assert "2006-04-18" in view._take.text()
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert view.lists is None


def test_the_list_of_another_patient_empties_the_lanes(two_lists: tuple[MainWindow, VisitsView], qtbot: QtBot) -> None:
    window, view = two_lists
    window.desk.open_text("warfarin\nfolic acid")
    qtbot.waitUntil(lambda: len(window.desk.session.state.listing.statements) == 2)
    qtbot.waitUntil(lambda: not window.desk.session.stale)
    assert view.lists is None


def test_the_lists_outlast_a_window_that_is_built_anew(two_lists: tuple[MainWindow, VisitsView], qtbot: QtBot) -> None:
    window, _ = two_lists
    window.flip_theme()
    qtbot.wait(20)
    again = visits(window)
    assert again.lists is not None
    assert len(again.lists.reviews) == 2


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1920, 1080)])
def test_no_name_is_cut_off(make_window: Make, qtbot: QtBot, tmp_path: Path, size: tuple[int, int]) -> None:
    window = make_window(pipeline=DatedPipeline(), text=NOW_TEXT, size=size)
    view = visits(window)
    add(qtbot, view, tmp_path / "april.txt", EARLIER)
    table = view.list
    widths = [table.columnWidth(c) for c in range(table.lanes.columnCount())]
    assert sum(w for c, w in enumerate(widths) if not table.isColumnHidden(c)) <= table.viewport().width()
    for at, row in enumerate(table.lanes.rows):
        assert table.rowHeight(at) >= table.cell.high(row, [0 if table.lanes.narrow else widths[0], *widths[1:]]) - 1
