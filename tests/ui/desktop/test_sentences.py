"""What the program composes is said in the second language too; what the base says stays as it is."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

import ui.desktop
from regimen_review.examples import example_note
from regimen_review.plans.comparison import compare
from regimen_review.plans.timetable import Day
from regimen_review.plans.visits import course_of
from regimen_review.progress import silent
from regimen_review.regimen import SubstanceId
from regimen_review.review import INTENDED, SWITCHED_OFF
from tests.ui.desktop.forty import FORTY
from tests.ui.desktop.reading import Make
from ui.desktop.languages import Languages, catalogue
from ui.desktop.late_pipeline import LatePipeline
from ui.desktop.sentences import _said, dose_said, said
from ui.desktop.views.catalogue import VIEWS
from ui.desktop.window import Doors
from ui.pipeline import Pipeline
from ui.timetables import ask_timetable
from ui.trial import Trial, tried

PAIRS: list[list[str]] = json.loads(
    (Path(next(iter(ui.desktop.__path__))) / "translations" / "de-sentences.json").read_text(encoding="utf-8")
)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[Languages]:
    languages = Languages(qapp)
    languages.use("de")
    yield languages
    languages.use("en")


@pytest.fixture(scope="module")
def composed(base_file: Path) -> list[str]:
    """Sentences of every plan, comparison and gap over two real lists."""
    line = LatePipeline(lambda _: Pipeline(base_file))
    found: list[str] = []
    reviews = []
    for text in (example_note(), FORTY, "warfarin 5 mg daily\nfolic acid 1 mg daily"):
        listing = line.read_text(text)
        review = line.review(listing, {}, None)
        reviews.append(review)
        found += [n.why for n in review.not_checked] + [n.what for n in review.not_checked if ": " in n.what]
        found += [q.why for q in review.quiet if q.why.startswith((INTENDED, SWITCHED_OFF))]
        table = ask_timetable(review, line, Day(), {}, silent)
        found += [table.says, *table.assumed, *table.not_placed, *(r.says for r in table.rules)]
        for index in range(0, len(listing.statements), 5):
            after = line.review(tried(listing, Trial(frozenset({index})), line.read_text), {}, None)
            comparison = compare(review, after)
            found += [comparison.says, *(c.says for c in comparison.shown.changed)]
        for goal in ("pairs", "act"):
            plans = line.smallest(review, goal, frozenset(), silent)
            found += [plans.says, *(p.says for p in plans.plans)]
        found.append(line.alternatives(review, "m2", silent).says)
    course = course_of(reviews[:2], ["2006-01-01", "2006-02-01"])
    return [*found, course.says, *course.steps]


def test_every_composed_sentence_has_its_german(composed: list[str]) -> None:
    assert len(composed) > 150
    assert sorted({text for text in composed if _said(text, "de") is None}) == []


def test_no_word_of_the_program_is_left_in_english(composed: list[str]) -> None:
    """Words that only the program's own English says; drugs, measures and protections come from the base."""
    ours = re.compile(
        r"\b(findings?|decide|today|changes?|enough|leaves?|clears|stop|without|times a day|written|record|before|was|alternatives)\b"
    )
    german = {text: _said(text, "de") or "" for text in composed}
    left = {text: other for text, other in german.items() if ours.search(re.sub(r"\(.*?\)|Schutz verloren: .*|gewollt: .*", "", other))}
    assert left == {}


@pytest.mark.parametrize(("english", "german"), PAIRS, ids=lambda text: text[:40])
def test_every_slot_of_a_sentence_survives(english: str, german: str) -> None:
    assert sorted(re.findall(r"\{(\w+)", english)) == sorted(re.findall(r"\{(\w+)", german))


def test_in_english_nothing_is_touched() -> None:
    assert said("3 findings gone, 0 new, 1 changed; to decide today: 3 as before.").startswith("3 findings gone")


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("severity moderate, was major; without bisoprolol", "Schwere mittel, zuvor schwer; ohne bisoprolol"),
        ("Stop a, stop b (c goes with it) and change the dose of d: clears two findings, leaves none to decide today.",
         "a absetzen, b absetzen (c fällt mit weg), Dosis von d ändern: behebt zwei Befunde, lässt heute keinen zu entscheiden."),
        ("no INR on record", "INR nicht erfasst"),
        ("kidney dosing: gabapentin and methotrexate", "Dosis bei Nierenschwäche: gabapentin und methotrexate"),
        ("No INR change that matters", "No INR change that matters"),
    ],
)  # fmt: skip
def test_a_sentence_in_german(german: str, english: str) -> None:
    assert (_said(english, "de") or english) == german


@given(st.text(max_size=60))
def test_any_text_goes_through_without_a_fault(text: str) -> None:
    assert isinstance(_said(text, "de") or text, str)


# --- the window ------------------------------------------------------------------------------------------------------


def texts_shown(make_window: Make, german: Languages) -> dict[str, str]:
    """Every text of every view and page of a German window, with the widget that shows it."""
    window = make_window(doors=Doors(set_language=german.use))
    window.change_settings(replace(window.desk.settings, language="de"))
    for kind in VIEWS:
        window.show_view(kind.id)
    for page in ("about", "keys", "settings", "paste", "follow-up", "base"):
        window.show_page(page)
    window.edit_patient()
    window.desk.select_medication("m1")
    window.edit_medication()
    found: dict[str, str] = {}
    for label in (*window.findChildren(QLabel), *window.findChildren(QPushButton)):
        found[label.text()] = type(label).__name__
        found[label.toolTip()] = "tooltip"
        found[label.accessibleName()] = "accessible name"
    for line in window.findChildren(QLineEdit):
        found[line.placeholderText()] = "placeholder"
    return found


def test_no_text_of_the_german_window_stands_there_in_english(make_window: Make, german: Languages) -> None:
    known = catalogue("de")
    english = {text for text in texts_shown(make_window, german) if text in known and known[text] != text and text not in known.values()}
    assert english == set()


def test_the_window_says_once_that_the_base_speaks_english(make_window: Make, german: Languages) -> None:
    window = make_window(doors=Doors(set_language=german.use))
    window.change_settings(replace(window.desk.settings, language="de"))
    assert "Texte der Basis bleiben in ihrer Sprache, Englisch" in window.frame.banner.words
    window.show_page("about")
    assert window.frame.page is not None
    assert sum("Texte der Basis bleiben" in label.text() for label in window.frame.page.findChildren(QLabel)) == 1


_SHOWS = {"setText", "setPlaceholderText", "setToolTip", "setAccessibleName", "label", "button", "addItem", "QLabel", "QPushButton", "QCheckBox", "say", "emit"}  # fmt: skip
_SAME_EVERYWHERE = {"Ctrl+K", "C", "English", "Deutsch"}
_SIGNALS = {"patient", "medication", "finding", "list", "body", "follow-up", "timetable", "settings", "about", "paste", "columns"}


def _bare(node: ast.expr) -> Iterator[str]:
    """The words that an expression shows as they stand, outside every ``tr`` and every slot of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str))
    elif isinstance(node, ast.BinOp):
        yield from (*_bare(node.left), *_bare(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*_bare(node.body), *_bare(node.orelse))


def test_no_literal_is_shown_without_translation() -> None:
    left = []
    for path in Path(next(iter(ui.desktop.__path__))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _SHOWS:
                words = [
                    w
                    for w in _bare(node.args[0])
                    if re.search(r"[A-Za-z]{3}", re.sub(r"<[^>]*>|Ctrl\+\S+|Alt\+\S+|Shift\+\S+|Esc|Ins|Del|Enter", "", w))
                ]
                left += [
                    f"{path.name}:{node.lineno}: {w}"
                    for w in words
                    if w not in _SAME_EVERYWHERE | _SIGNALS and not w.startswith("prednisone")
                ]
    assert left == []


def test_a_settled_name_stays_as_it_is() -> None:
    assert said(SubstanceId("calcium")) == "calcium"


def test_a_dose_is_said_in_the_language_and_its_numbers_stay(german: Languages) -> None:
    assert dose_said("12.5 mg weekly") == "12.5 mg wöchentlich"
    assert dose_said("1,000 units twice daily as needed") == "1,000 Einheiten zweimal täglich bei Bedarf"
