"""The settings page: units, rules switched off with a reason, names of one's own."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from regimen_review.findings import Quiet, Review
from regimen_review.knowledge import Measure
from regimen_review.patient import MedicationList, Observation, Patient
from regimen_review.regimen import SubstanceId
from tests.ui.desktop.founding import FoundingPipeline
from ui.desktop.house_details import write_template
from ui.desktop.kept_lists import rules_that_speak
from ui.desktop.printing import ending_of, render
from ui.desktop.settings_page import SettingsPage
from ui.desktop.window import Doors, MainWindow
from ui.local_rules import LocalRules
from ui.remembered import Memory
from ui.session import Confirmed
from ui.settings import Settings

Make = Callable[..., MainWindow]
MEASURES: Mapping[str, Measure] = {
    "creatinine": Measure("creatinine", "creatinine", "mg/dL", convert={"umol/L": 0.01131, "mmol/L": 11.31}),
    "potassium": Measure("potassium", "potassium", "mmol/L", convert={"meq/L": 1.0}),
}


class RulesPipeline(FoundingPipeline):
    """The founding review with the rules that are off made quiet, as the program's own line does it."""

    def __init__(self, rules: LocalRules) -> None:
        self.rules = rules

    def review(self, listing: MedicationList, confirmed: Confirmed, patient: Patient | None) -> Review:
        made, off = super().review(listing, confirmed, patient), self.rules.reasons()
        quiet = tuple(Quiet(f.drugs, f"switched off here because {off[f.rule_id]}", f.rule_id) for f in made.findings if f.rule_id in off)
        return replace(made, findings=tuple(f for f in made.findings if f.rule_id not in off), quiet=(*made.quiet, *quiet))


def page_of(window: MainWindow) -> SettingsPage:
    window.show_page("settings")
    page = window.frame.page
    assert isinstance(page, SettingsPage)
    return page


def words(widget: QWidget) -> str:
    return "\n".join(found.text() for found in widget.findChildren(QLabel) if not found.isHidden() and not found.parentWidget().isHidden())


def press(widget: QWidget, text: str) -> None:
    next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


@pytest.fixture
def with_rules(make_window: Make, tmp_path: Path) -> MainWindow:
    rules = LocalRules(tmp_path / "rules.json")
    window = make_window(pipeline=RulesPipeline(rules))
    window.desk.local_rules = rules
    return window


def test_a_rule_is_switched_off_with_a_reason_and_its_findings_become_quiet(with_rules: MainWindow, qtbot: QtBot) -> None:
    desk = with_rules.desk
    assert desk.review is not None
    before, quiet = len(desk.review.findings), len(desk.review.quiet)
    page = page_of(with_rules)
    rule = desk.finding.rule_id if desk.finding else ""
    assert page.rules.choice.currentData() == rule
    page.rules.reason.setText("the pain service sees all of these")
    press(page.rules, "Switch off")
    qtbot.waitUntil(lambda: desk.review is not None and len(desk.review.quiet) == quiet + 1)
    assert len(desk.review.findings) == before - 1
    assert "the pain service sees all of these. 1 finding quiet by it now" in words(page.rules)
    press(page.rules, "Switch on")
    qtbot.waitUntil(lambda: desk.review is not None and len(desk.review.findings) == before)
    assert "Every rule speaks." in words(page.rules)


def test_a_rule_is_not_switched_off_without_a_reason(with_rules: MainWindow) -> None:
    page = page_of(with_rules)
    press(page.rules, "Switch off")
    assert with_rules.desk.local_rules is not None
    assert with_rules.desk.local_rules.kept == ()
    assert "reason" in with_rules.frame.banner.words


def test_only_rules_that_speak_here_can_be_chosen(with_rules: MainWindow) -> None:
    page, review = page_of(with_rules), with_rules.desk.review
    offered = {page.rules.choice.itemData(i) for i in range(page.rules.choice.count())}
    assert offered == set(rules_that_speak(review))
    assert not any(rule.endswith("-cluster") for rule in offered)


def test_own_names_are_listed_and_forgotten(make_window: Make, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "remembered.json")
    memory.remember("water pill", (SubstanceId("furosemide"),))
    memory.remember("zzz cream", ())
    window = make_window()
    window.desk.session.memory = memory
    page = page_of(window)
    assert "water pill = furosemide" in words(page.names)
    assert "zzz cream = not a medicine" in words(page.names)
    press(page.names, "Forget")
    assert [n.written for n in memory.kept.names.values()] == ["zzz cream"]
    assert "water pill" not in words(page.names)


@pytest.mark.parametrize(("units", "creatinine"), [("as-written", "1.9 mg/dL"), ("si", "168 umol/L"), ("mass", "1.9 mg/dL")])
def test_values_are_shown_in_the_units_that_are_set(make_window: Make, units: str, creatinine: str) -> None:
    window = make_window()
    desk = window.desk
    desk.measures = lambda: MEASURES
    values = (Observation("creatinine", 1.9, "mg/dL", measure="creatinine"), Observation("K", 3.4, "mmol/L", measure="potassium"))
    desk.session.set_patient(replace(desk.session.patient, observations=values))
    window.change_settings(replace(desk.settings, units=units))
    shown = "\n".join(p.words for p in window.frame.strip._values)
    assert creatinine in shown
    assert "3.4 mmol/L" in shown
    assert desk.session.patient.observations == values


def test_the_site_name_and_units_are_kept(make_window: Make) -> None:
    window = make_window(settings=Settings(site="Ward 4"))
    page = page_of(window)
    assert page._site.text() == "Ward 4"
    page._units.setCurrentIndex(page._units.findData("si"))
    page._units.activated.emit(page._units.currentIndex())
    assert (window.desk.settings.units, window.desk.settings.site) == ("si", "Ward 4")


def test_the_rules_of_the_selected_finding_and_its_parts_come_first(with_rules: MainWindow) -> None:
    review = with_rules.desk.review
    assert review is not None
    whole = next(f for f in review.findings if f.members)
    with_rules.desk.select_finding(whole.id)
    page = page_of(with_rules)
    own = {r for r in (whole.rule_id, *(m.rule_id for m in whole.members)) if r in rules_that_speak(review)}
    assert {page.rules.choice.itemData(i) for i in range(len(own))} == own


# --- house details of the print


def test_language_paper_logo_and_wording_of_the_print_are_kept(make_window: Make, tmp_path: Path) -> None:
    kept: list[Settings] = []
    window = make_window(doors=Doors(keep_settings=kept.append))
    logo, wording = tmp_path / "logo.png", tmp_path / "wording.toml"
    Image.new("RGB", (60, 20), "navy").save(logo)
    write_template(wording, "de")
    page = page_of(window)
    page.logo.choose(logo)
    page.wording.choose(wording)
    assert (kept[-1].logo, kept[-1].wording) == (str(logo), str(wording))
    assert "logo.png" in words(page.logo)
    press(page.logo, "Without")
    assert kept[-1].logo == ""
    assert "none" in words(page.logo)


def test_a_broken_logo_or_wording_says_so_and_is_not_kept(make_window: Make, tmp_path: Path) -> None:
    kept: list[Settings] = []
    window = make_window(doors=Doors(keep_settings=kept.append))
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    page = page_of(window)
    page.logo.choose(broken)
    page.wording.choose(broken)
    assert "no PNG or JPEG" in page.logo.fault
    assert "is no TOML" in page.wording.fault
    assert (page.logo.path, page.wording.path, kept) == ("", "", [])


def test_a_logo_that_went_away_is_told_where_it_is_set(make_window: Make, tmp_path: Path) -> None:
    window = make_window(settings=Settings(logo=str(tmp_path / "gone.png")))
    assert "could not be read" in page_of(window).logo.fault


def test_the_print_of_the_window_follows_the_settings(make_window: Make, tmp_path: Path) -> None:
    wording = tmp_path / "wording.toml"
    wording.write_text('[title]\nconference = "Medikationsrunde"\n', encoding="utf-8")
    window = make_window()
    review, state = window.desk.review, window.desk.session.state
    assert review is not None
    settings = Settings(print_language="de", paper="Letter", wording=str(wording), site="Haus 7")
    reader = pypdf.PdfReader(io.BytesIO(render(review, state, settings)))
    text = " ".join(reader.pages[0].extract_text().split())
    assert text.startswith("Medikationsrunde")
    assert "Heute entscheiden" in text
    assert "Haus 7" in text
    assert round(float(reader.pages[0].mediabox[2])) == 612


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.matrix.svg", "matrix.svg"),
        ("matrix.svg", "svg"),
        ("A.MATRIX.PNG", "matrix.png"),
        ("a.b.png", "png"),
        ("a.docx", "docx"),
        ("a", "a"),
    ],
)
def test_an_export_is_known_by_the_longest_ending(name: str, ending: str) -> None:
    assert ending_of(name) == ending
