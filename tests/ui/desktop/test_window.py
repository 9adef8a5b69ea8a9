"""The window as it behaves: one selection, keys, settling names, decisions, undo, filters, states."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.patient import MedicationList, Patient
from tests.ui.desktop.founding import FoundingPipeline, founding_review
from tests.ui.desktop.reading import Make, findings, press, shown
from ui.desktop.views.burdens import StackedBar
from ui.desktop.views.graph import GraphView
from ui.desktop.views.matrix import MatrixView
from ui.desktop.window import Doors
from ui.desktop.worklist_model import Filters
from ui.session import Confirmed
from ui.settings import Settings


def test_the_gravest_finding_is_shown_first_without_a_click(make_window: Make) -> None:
    window = make_window()
    assert "Two opioids and gabapentin, on home oxygen" in shown(window)
    assert [r.finding.id for r in findings(window).list.rows.rows[1:4] if r.finding] == [
        "opioid-gabapentinoid-lung",
        "warfarin-bleeding",
        "methotrexate-infection",
    ]


def test_a_finding_shows_drugs_harm_reasons_steps_certainty_and_sources(make_window: Make) -> None:
    words = shown(make_window())
    for part in (
        "HIGH ALERT",
        "What may happen",
        "lung fibrosis, on oxygen",
        "2006-04-18",
        "not told:",
        "Offer naloxone",
        "Established",
        "no professional has signed it",
        "Opioid label",
        "supports",
        "version 3",
        "How often: unknown",
    ):
        assert part in words


def test_j_and_k_go_through_all_tiers_and_unfold_the_notes(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    review = window.desk.review
    assert review is not None
    press(qtbot, window, "j" * (len(review.findings) + 3))
    assert window.desk.finding is review.findings[-1]
    assert "note" in findings(window).list.rows.open_sections
    press(qtbot, window, "k")
    assert window.desk.finding is review.findings[-2]


def test_a_selection_in_one_view_is_the_selection_in_all(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    for view in ("graph", "matrix", "burdens"):
        window.show_view(view)
    graph, matrix = window.frame.views.view("graph"), window.frame.views.view("matrix")
    assert isinstance(graph, GraphView)
    assert isinstance(matrix, MatrixView)
    qtbot.waitUntil(lambda: bool(graph.list.picture.edges), timeout=8000)
    edge = next(e for e in graph.list.picture.edges if e.finding == "quinolone-cations")
    window.show_view("graph")
    qtbot.mouseClick(
        graph.list, Qt.MouseButton.LeftButton, pos=(graph.list._origin() + QPointF(*edge.glyph) * graph.list._scale()).toPoint()
    )
    assert window.desk.finding_id == "quinolone-cations"
    assert "bind ciprofloxacin" in shown(window) or "ciprofloxacin + " in shown(window)
    lit = window.desk.lit_medications()
    assert lit == graph.list.lit().medications - {m for m in graph.list.lit().medications if m.startswith("condition:")}


def test_the_keyboard_reaches_every_node_of_the_graph(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.show_view("graph")
    graph = window.frame.views.view("graph")
    assert isinstance(graph, GraphView)
    qtbot.waitUntil(lambda: bool(graph.list.picture.nodes), timeout=8000)
    graph.list.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(graph.list, key)
    node = graph.list.picture.node(graph.list.focused())
    assert node is not None
    assert " ".join(node.lines) in graph.list.accessibleDescription()
    qtbot.keyClick(graph.list, Qt.Key.Key_Return)
    if node.medication:
        assert window.desk.medication_id == node.medication


def test_the_matrix_says_each_pair_in_a_sentence_and_opens_it(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.show_view("matrix")
    view = window.frame.views.view("matrix")
    assert isinstance(view, MatrixView)
    table, meds = view.list, view.list.pairs.grid.medications
    row = next(i for i, m in enumerate(meds) if m.label == "hydroxychloroquine")
    column = next(i for i, m in enumerate(meds) if m.label == "ciprofloxacin")
    table.setCurrentIndex(table.pairs.index(max(row, column), min(row, column)))
    assert "Warning: QT prolongation" in table.pairs.words(max(row, column), min(row, column))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.desk.finding_id == "qt"


def test_a_pair_with_an_open_name_never_reads_like_nothing_found(make_window: Make) -> None:
    window = make_window()
    window.show_view("matrix")
    view = window.frame.views.view("matrix")
    assert isinstance(view, MatrixView)
    counts = view.list.pairs.grid.counts()
    assert counts["unchecked"] > 0
    meds = view.list.pairs.grid.medications
    at = next(i for i, m in enumerate(meds) if m.resolution.state == "confirm")
    words = [view.list.pairs.words(max(at, i), min(at, i)) for i in range(len(meds)) if i != at]
    assert sum("not checked" in w for w in words) == counts["unchecked"]


def test_a_digit_settles_the_open_name_and_undo_asks_again(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    assert window.frame.medications.open_names() == 1
    press(qtbot, window, "2")
    qtbot.waitUntil(lambda: window.frame.medications.open_names() == 0)
    assert dict(window.desk.session.state.confirmed) == {"erythropoietin": ("darbepoetin alfa",)}
    window.undo()
    qtbot.waitUntil(lambda: window.frame.medications.open_names() == 1)


def test_letters_and_digits_are_text_while_a_field_has_the_keyboard(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    press(qtbot, window, "n")
    note = window.frame.right.bar._note
    qtbot.keyClicks(note, "add 1 more")
    assert note.text() == "add 1 more"
    assert window.desk.session.state.decisions == {}
    assert window.desk.session.state.confirmed == {}


def test_filters_count_what_they_hide_and_clear_with_one_click(make_window: Make) -> None:
    window = make_window()
    view = findings(window)
    view.set_filters(Filters(drug="warfarin"))
    shown_rows = [r for r in view.list.rows.rows if r.kind == "finding"]
    assert all(r.finding and "warfarin" in r.finding.drugs for r in shown_rows)
    assert view.list.rows.hidden > 0
    assert str(view.list.rows.hidden) in view._hidden.text()
    view.clear_filters()
    assert view.list.rows.hidden == 0


def test_the_foot_names_what_was_not_checked(make_window: Make) -> None:
    words = findings(make_window())._unchecked.text()
    assert "Not checked:" in words
    assert "kidney dosing" in words


def test_folding_and_unfolding_with_the_arrows(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    rows = findings(window).list
    rows.setFocus()
    before = len(rows.rows.rows)
    qtbot.keyClick(rows, Qt.Key.Key_Right)
    assert len(rows.rows.rows) == before + 4
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert window.desk.member_id == "tc"
    assert "two opioids" in shown(window)
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    qtbot.keyClick(rows, Qt.Key.Key_Left)
    assert len(rows.rows.rows) == before


def test_an_empty_window_offers_three_ways_to_begin(make_window: Make) -> None:
    window = make_window(text="")
    words = "\n".join(w.text() for w in window.frame.start.findChildren(QLabel))
    assert "No medications yet. Paste a list or open a file." in words
    assert not window.frame.toolbar._buttons["print"].isEnabled()


def test_a_pasted_list_is_reviewed_and_the_page_makes_way(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(text="")
    window.paste_list()
    page = window.frame.page
    assert page is not None
    qtbot.keyClicks(page.text, "warfarin")  # type: ignore[attr-defined]
    qtbot.keyClick(page.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.desk.review is not None)
    assert window.frame.page is None


def test_a_dropped_file_is_opened(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(text="")
    path = tmp_path / "list.txt"
    path.write_text("warfarin\ntramadol\n")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, button, none))
    qtbot.waitUntil(lambda: window.desk.review is not None)
    assert [s.name for s in window.desk.session.state.listing.statements] == ["warfarin", "tramadol"]


class FailingPipeline(FoundingPipeline):
    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        raise UserError("The base was built by another version. Run 'regimen-review knowledge compile'.")


def test_a_review_that_fails_is_said_and_never_looks_like_nothing_found(make_window: Make) -> None:
    window = make_window(pipeline=FailingPipeline())
    assert window.desk.review is None
    assert "failed" in shown(window)
    assert "knowledge compile" in window.frame.banner.words
    assert "Nothing found" not in shown(window)


class QuietPipeline(FoundingPipeline):
    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        return replace(founding_review(confirmed, patient), findings=())


def test_nothing_found_always_names_its_scope(make_window: Make) -> None:
    window = make_window(pipeline=QuietPipeline())
    assert "Nothing found among what was checked. 5 things were not: see below." in shown(window)


def test_a_file_that_cannot_be_read_is_a_sentence_and_the_work_stays(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    before = window.desk.session.state
    bad = tmp_path / "damaged.regimen"
    bad.write_text("{")
    window.desk.open_path(bad)
    qtbot.waitUntil(lambda: "not a saved review" in window.frame.banner.words)
    assert window.desk.session.state == before


def test_work_is_saved_as_one_goes_to_the_chosen_file(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    path = tmp_path / "case.regimen"
    window.desk.save_as(path)
    qtbot.waitUntil(path.exists)
    press(qtbot, window, "a")
    qtbot.waitUntil(lambda: "accept" in path.read_text(encoding="utf-8"), timeout=4000)
    body = json.loads(path.read_text(encoding="utf-8"))
    assert body["format"] == "regimen-review"
    again = make_window(text="")
    again.desk.open_path(path)
    qtbot.waitUntil(lambda: again.desk.review is not None)
    assert again.desk.session.decision("opioid-gabapentinoid-lung") is not None


def test_text_size_and_theme_change_everything_and_keep_the_selection(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    press(qtbot, window, "jj")
    chosen = window.desk.finding_id
    window.zoom(1)
    assert window.look.scale == pytest.approx(1.1)
    window.flip_theme()
    assert window.look.tokens.name == "dark"
    window.change_settings(replace(window.desk.settings, text_size=200))
    qtbot.wait(30)
    assert window.desk.finding_id == chosen
    assert not window.frame.medications.isVisible()
    window.to_medications()
    assert window.frame.medications.isVisible()


def test_the_palette_finds_commands_drugs_and_findings(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    panel = window.palette_panel
    assert panel.isVisible()
    qtbot.keyClicks(panel.line, "tendon")
    qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    assert window.desk.finding_id == "tendon"
    assert not panel.isVisible()
    window.show_palette()
    qtbot.keyClicks(panel.line, "grap")
    qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    assert window.frame.views.current_id == "graph"


def test_escape_leads_back_to_the_list_from_anywhere(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    for page in ("settings", "about", "keys"):
        window.show_page(page)
        assert window.frame.page is not None
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.frame.page is None
    window.edit_patient()
    assert window.frame.right.shown is window.frame.right.patient
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.frame.right.shown is not window.frame.right.patient


def test_the_patient_form_fills_a_gap_and_undo_takes_it_back(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.edit_patient()
    form = window.frame.right.patient
    form._weight.setText("61,5")
    form._weight.editingFinished.emit()
    assert window.desk.session.patient.weight_kg == pytest.approx(61.5)
    form._new.setText("potassium 3.4 mmol/L 2006-09-27")
    form._new.editingFinished.emit()
    value = window.desk.session.patient.observations[-1]
    assert (value.text, value.value, value.unit, str(value.when)) == ("potassium", 3.4, "mmol/L", "2006-09-27")
    window.undo()
    window.undo()
    assert window.desk.session.patient.weight_kg is None


def test_no_known_allergies_is_not_the_same_as_not_asked(make_window: Make) -> None:
    window = make_window()
    window.edit_patient()
    form = window.frame.right.patient
    form._allergies.setText("none")
    form._allergies.editingFinished.emit()
    assert window.desk.session.patient.allergies_known
    form._allergies.setText("")
    form._allergies.editingFinished.emit()
    assert not window.desk.session.patient.allergies_known


def test_a_medication_can_be_corrected_and_removed_and_had_back(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.desk.select_medication("m1")
    form = window.frame.right.medication
    assert form._written.text() == "prednisone 5 mg daily"
    count = len(window.desk.session.state.listing.statements)
    window.desk.session.remove(0)
    assert len(window.desk.session.state.listing.statements) == count - 1
    window.undo()
    assert len(window.desk.session.state.listing.statements) == count


def test_burdens_name_each_part_with_its_points(make_window: Make) -> None:
    window = make_window()
    window.show_view("burdens")
    view = window.frame.views.view("burdens")
    assert view is not None
    spoken = [bar.accessibleName() for bar in view.findChildren(StackedBar)]
    assert "tolterodine 2; codeine 1; predniSONE 1" in spoken


def test_the_cover_hides_everything_until_enter(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.lock()
    assert window.cover.isVisible()
    qtbot.keyClick(window.cover, Qt.Key.Key_A)
    assert window.desk.session.state.decisions == {}
    qtbot.keyClick(window.cover, Qt.Key.Key_Return)
    assert not window.cover.isVisible()


def test_settings_are_kept_when_they_change(make_window: Make) -> None:
    kept: list[Settings] = []
    window = make_window(doors=Doors(keep_settings=kept.append))
    window.change_settings(replace(window.desk.settings, site="Ward 4"))
    assert kept[-1].site == "Ward 4"


def test_no_patient_words_stand_in_the_title(make_window: Make) -> None:
    assert make_window().windowTitle() == "Regimen Review"


def test_names_of_files_are_remembered_only_when_that_is_switched_on(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(text="")
    path = tmp_path / "list.txt"
    path.write_text("warfarin\n")
    window.desk.open_path(path)
    assert window.desk.settings.recent == ()
    window.change_settings(replace(window.desk.settings, remember_files=True))
    window.desk.open_path(path)
    assert window.desk.settings.recent == (str(path),)
    assert "list.txt" in [e.words for e in window._entries() if e.kind == "recent file"]
    qtbot.waitUntil(lambda: not window.desk.tasks.busy)


@pytest.mark.parametrize("text_size", [100, 150, 200])
def test_no_word_at_the_foot_of_the_findings_is_cut(make_window: Make, text_size: int) -> None:
    window = make_window(size=(1280, 720), settings=Settings(text_size=text_size))
    view = findings(window)
    quiet = next(b for b in view._foot.findChildren(QPushButton) if b.accessibleName().startswith("Quiet"))
    assert quiet.width() >= quiet.sizeHint().width()
    assert quiet.text().startswith("Quiet: ")
    assert "looked at and left out" in quiet.accessibleName()


def test_the_filter_line_is_seen_at_every_text_size_and_leaves_with_escape(make_window: Make, qtbot: QtBot) -> None:
    for size in (100, 200):
        window = make_window(size=(1280, 720), settings=Settings(text_size=size))
        press(qtbot, window, "/")
        line = findings(window)._filter
        assert line.isVisible()
        assert line.hasFocus()
        qtbot.keyClick(line, Qt.Key.Key_Escape)
        assert not line.isVisible()


def test_at_large_text_one_pane_stands_beside_the_view_and_letters_reach_every_view(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(size=(1280, 720), settings=Settings(text_size=200))
    frame = window.frame
    assert not frame.medications.isVisible()
    assert frame.right.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert frame.views.current_id == "timetable"
    assert not frame.right.isVisible()
    window.to_finding()
    assert frame.right.isVisible()
    window.to_medications()
    assert frame.medications.isVisible()
    assert not frame.right.isVisible()
    window.show_view("findings")
    assert frame.right.isVisible()


@pytest.mark.parametrize(("width", "size"), [(1280, 100), (1280, 150), (1280, 200), (1920, 200), (700, 100)])
def test_the_tab_in_front_is_always_whole(make_window: Make, width: int, size: int) -> None:
    window = make_window(size=(width, 720), settings=Settings(text_size=size))
    tabs = window.frame.views.tabs
    for view_id, tab in tabs.tabs.items():
        window.show_view(view_id)
        assert tab.isVisible()
        shown = [t for t in tabs.tabs.values() if t.isVisible()]
        assert all(t.width() >= t.sizeHint().width() for t in shown)
        hidden = len(tabs.tabs) - len(shown)
        assert tabs.more.isVisible() == (hidden > 0)
        assert hidden == 0 or tabs.more.text() == f"{hidden} more"
