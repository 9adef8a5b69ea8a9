"""Everybody reaches everything: names and roles for screen readers, keys for everything, focus that is seen, words that cannot be misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from regimen_review.regimen import Dosage, Frequency, Quantity, SubstanceId
from tests.ui.desktop.founding import founding_review
from tests.ui.desktop.reading import Make, press
from ui.desktop.look import look_for
from ui.desktop.tokens import DARK, LIGHT, Tokens, contrast
from ui.desktop.views.catalogue import VIEWS
from ui.desktop.window import MainWindow
from ui.desktop.words import amount, dose_parts, drug, how_often, is_weekly, number, tall
from ui.settings import Settings

PAGES = ("about", "keys", "settings", "paste", "follow-up", "base")
WORKED = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
"""What a person works with; everything else is words or a drawing that says itself in one of these."""


def places(window: MainWindow) -> Iterator[str]:
    """Brings every view, page and form to the front, one after the other, and names it."""
    for kind in VIEWS:
        window.show_view(kind.id)
        yield kind.id
    for page in PAGES:
        window.show_page(page)
        yield page
    window.back()
    window.edit_patient()
    yield "patient"
    window.back()
    window.desk.select_medication("m2")
    window.edit_medication()
    yield "medication"
    window.back()
    window.show_palette()
    yield "palette"
    window.palette_panel.close_panel()


def worked(window: MainWindow) -> list[QWidget]:
    found = [w for w in window.findChildren(QWidget) if isinstance(w, WORKED) and w.isVisible()]
    return [w for w in found if not isinstance(w.parent(), QComboBox)]


def spoken_name(widget: QWidget) -> str:
    reader = QAccessible.queryAccessibleInterface(widget)
    return reader.text(QAccessible.Text.Name) if reader else ""


def test_every_thing_to_work_with_has_a_name_and_a_role(make_window: Make) -> None:
    window = make_window()
    silent: set[str] = set()
    for place in places(window):
        for widget in worked(window):
            reader = QAccessible.queryAccessibleInterface(widget)
            role = reader.role() if reader else QAccessible.Role.NoRole
            if not spoken_name(widget).strip() or role in (QAccessible.Role.NoRole, QAccessible.Role.Client):
                silent.add(f"{place}: {type(widget).__name__} {widget.objectName()} {role}")
    assert silent == set()


def test_two_things_side_by_side_are_not_called_the_same(make_window: Make) -> None:
    window = make_window()
    window.show_view("findings")
    names = [spoken_name(w) for w in worked(window) if isinstance(w, QAbstractButton)]
    assert sorted(n for n in set(names) if names.count(n) > 1) == []


def test_every_row_of_every_list_says_itself(make_window: Make) -> None:
    window = make_window()
    mute = []
    for place in places(window):
        for view in (w for w in worked(window) if isinstance(w, QAbstractItemView)):
            model = view.model()
            for row in range(min(model.rowCount(), 40) if model else 0):
                index = model.index(row, 0)
                said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
                if not str(said or "").strip():
                    mute.append(f"{place}: {type(view).__name__} row {row}")
    assert mute == []


def test_everything_to_work_with_takes_the_keyboard(make_window: Make) -> None:
    window = make_window()
    out_of_reach = set()
    for place in places(window):
        for widget in worked(window):
            if widget.isEnabled() and widget.focusPolicy() == Qt.FocusPolicy.NoFocus and widget is not window.palette_panel.list:
                out_of_reach.add(f"{place}: {type(widget).__name__} {spoken_name(widget)}")
    assert out_of_reach == set()


def _picture(window: MainWindow) -> QImage:
    QApplication.processEvents()
    return window.grab().toImage()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_where_the_keyboard_is_can_be_seen(make_window: Make, qtbot: QtBot, theme: str) -> None:
    window = make_window(settings=Settings(theme=theme))  # type: ignore[arg-type]
    window.activateWindow()
    unseen = []
    for place in ("findings", "whatif", "timetable"):
        window.show_view(place)
        for widget in worked(window):
            if not widget.isEnabled() or isinstance(widget, (QScrollArea, QAbstractItemView)):
                continue  # lists show it on their row
            window.frame.strip.setFocus()
            before = _picture(window).copy(widget.rect().translated(widget.mapTo(window, widget.rect().topLeft())))
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if not widget.hasFocus():
                continue
            after = _picture(window).copy(widget.rect().translated(widget.mapTo(window, widget.rect().topLeft())))
            if before == after:
                unseen.append(f"{place}: {type(widget).__name__} {spoken_name(widget)}")
    assert not unseen, unseen


def test_every_command_is_in_the_palette_and_every_key_is_used_once(make_window: Make) -> None:
    window = make_window()
    from ui.desktop.words import tr

    listed = {entry.words for entry in window._entries()}
    assert {tr(c.words).replace("&", "") for c in window.commands.values() if c.id != "palette"} <= listed
    keys = [QKeySequence(k).toString() for c in window.commands.values() for k in c.keys]
    assert sorted(k for k in set(keys) if keys.count(k) > 1) == []


def test_the_keys_page_shows_every_key(make_window: Make) -> None:
    from ui.desktop.about import key_sections

    window = make_window()
    shown = {key for section in key_sections(window.commands) for key, _ in section.pairs}
    assert {c.shown_key for c in window.commands.values() if c.keys} <= shown


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("text", ("base", "win", "alt", "sel", "hexagon"), 4.5),
        ("text2", ("base", "win", "alt", "sel"), 4.5),
        ("gap_text", ("gap_ground", "base"), 4.5),
        ("accent", ("base", "win"), 4.5),
        ("person", ("base", "sel"), 4.5),
        ("control", ("base", "win"), 3),
        ("accent", ("sel",), 3),
    ],
)
def test_contrast_is_aa_in_both_palettes(tokens: Tokens, ink: str, grounds: tuple[str, ...], least: float) -> None:
    for ground in grounds:
        assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= least, ground


def test_no_text_is_smaller_than_eleven_pixels_but_the_badge(qapp: QApplication) -> None:
    from typing import get_args

    from ui.desktop.look import Role

    small = {role for role in get_args(Role) if look_for("light", 100).font(role).pixelSize() < 11}
    assert small <= {"small-strong"}, "HIGH ALERT is set in capitals"


# --- ISMP: words and numbers that cannot be misread -----------------------------------------------------------------


@given(st.floats(0.0001, 99_999_999, allow_nan=False))
def test_no_number_has_a_trailing_zero_or_a_bare_point(value: float) -> None:
    shown = number(value)
    assert not re.search(r"\.\d*0$|\.$|^\.", shown)
    assert re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?", shown)


@given(st.floats(0.001, 100_000), st.sampled_from(["mg", "ug", "[IU]", "mL", "g", "{tablet}"]))
def test_an_amount_parts_number_and_unit_and_spells_units_out(value: float, unit: str) -> None:
    shown = amount(Quantity(value, unit))
    assert " " in shown
    assert not re.search(r"\b(ug|µg|IU|U|cc)\b", shown)


@given(st.integers(1, 6), st.sampled_from(["h", "d", "wk", "mo"]), st.integers(1, 12))
def test_how_often_is_spelt_out(times: int, unit: str, per: int) -> None:
    shown = how_often(Frequency(times, per, unit))
    assert not re.search(r"\b(QD|QOD|BID|TID|QID|QHS|q\d+h|q\.\w)\b", shown, re.IGNORECASE)
    assert shown


def test_a_weekly_drug_shows_its_day_or_asks_for_it(make_window: Make) -> None:
    from ui.desktop.medication_model import gaps

    weekly = Dosage(dose=Quantity(12.5, "mg"), frequency=Frequency(1, 1, "wk"), route="oral")
    assert is_weekly(weekly)
    assert dose_parts(replace(weekly, days=(3,))) == ("12.5 mg", "weekly Wed")
    medication = next(m for m in founding_review().regimen.medications if "methotrexate" in m.substances)
    assert "which day?" in gaps(medication)
    assert "WEEKLY" not in " ".join(dose_parts(weekly)), "bold in the row, not shouted in the word"


def test_generic_names_are_lower_case_and_tall_man_where_listed() -> None:
    review = founding_review()
    assert [drug(s, review) for s in ("prednisone", "warfarin", "vitamin e")] == ["predniSONE", "warfarin", "vitamin E"]
    assert tall("Stop Prednisone and amlodipine.", review) == "Stop predniSONE and amLODIPine."


def test_every_high_alert_medication_is_marked_and_said(make_window: Make) -> None:
    from ui.desktop.medication_model import spoken

    window = make_window()
    review = window.desk.review
    assert review is not None
    marked = [m for m in review.regimen.medications if set(m.substances) & review.high_alert]
    assert {s for m in marked for s in m.substances} >= {SubstanceId("warfarin"), SubstanceId("methotrexate")}
    assert all("high-alert medication" in spoken(m, window.desk) for m in marked)


# --- privacy --------------------------------------------------------------------------------------------------------


def test_nothing_in_the_title_names_a_patient(make_window: Make, qtbot: QtBot, tmp_path) -> None:
    window = make_window(text="")
    path = tmp_path / "Erika Mustermann 1965.txt"
    path.write_text("warfarin\n", encoding="utf-8")
    window.desk.open_path(path)
    qtbot.waitUntil(lambda: window.desk.review is not None)
    assert window.windowTitle() == "Regimen Review"


def test_file_names_are_remembered_only_where_that_is_switched_on(make_window: Make, tmp_path) -> None:
    assert Settings().remember_files is False
    window = make_window()
    window._remember(str(tmp_path / "a.txt"))
    assert window.desk.settings.recent == ()
    window.desk.settings = replace(window.desk.settings, remember_files=True)
    window._remember(str(tmp_path / "a.txt"))
    assert window.desk.settings.recent == (str(tmp_path / "a.txt"),)


def test_the_clipboard_is_not_read_unasked(make_window: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    clipboard = QGuiApplication.clipboard()
    monkeypatch.setattr(type(clipboard), "text", lambda *_: pytest.fail("the clipboard was read"))
    monkeypatch.setattr(type(clipboard), "mimeData", lambda *_: pytest.fail("the clipboard was read") or QMimeData())
    window = make_window()
    for _ in places(window):
        pass
    press(qtbot, window, "ja")
    window.copy_finding()


def test_an_idle_window_covers_itself_and_hides_every_word(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(settings=Settings(lock_minutes=5))
    assert window._idle._timer.isActive()
    assert window._idle._timer.interval() == 5 * 60_000
    window._idle._timer.timeout.emit()
    assert window.cover.isVisible()
    assert window.cover.geometry() == window.frame.rect()
    focus = QApplication.focusWidget()
    assert focus is None or focus is window.cover or window.cover.isAncestorOf(focus)
    qtbot.keyClick(window.cover, Qt.Key.Key_Return)
    assert not window.cover.isVisible()


def test_no_word_of_a_patient_reaches_a_log(make_window: Make, qtbot: QtBot, caplog: pytest.LogCaptureFixture, capfd) -> None:
    with caplog.at_level(0):
        window = make_window()
        press(qtbot, window, "jja")
        window.desk.session.fail("The review failed.")
    assert "warfarin" not in caplog.text
    out, err = capfd.readouterr()
    assert "warfarin" not in out + err
