"""The second language is complete, keeps every placeholder, and is switched while the window is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.ui.desktop.texts import all_texts
from ui.desktop.languages import Languages, catalogue
from ui.desktop.window import Doors, MainWindow


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    made = Languages(qapp)
    yield made
    made.use("en")


def test_every_text_of_the_window_has_its_german() -> None:
    assert sorted(all_texts() - set(catalogue("de"))) == []


def test_no_german_text_stands_for_a_text_that_is_gone() -> None:
    routes = {
        "oral",
        "inhaled",
        "topical",
        "injection",
        "subcutaneous",
        "intravenous",
        "nasal",
        "ophthalmic",
        "vaginal",
        "rectal",
        "transdermal",
        "sublingual",
        "intramuscular",
        "otic",
    }
    assert sorted(set(catalogue("de")) - all_texts() - routes) == []


@pytest.mark.parametrize(("english", "german"), sorted(catalogue("de").items()))
def test_placeholders_survive_translation(english: str, german: str) -> None:
    assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", german))
    assert german.strip()


def test_view_mnemonics_differ_in_each_language() -> None:
    titles = [text for text in catalogue("de") if text.startswith("&")]
    for texts in (titles, [catalogue("de")[t] for t in titles]):
        letters = [t[t.index("&") + 1].casefold() for t in texts]
        assert len(set(letters)) == len(letters)


def test_the_language_changes_while_the_window_is_open(make_window: Callable[..., MainWindow], languages: Languages) -> None:
    window = make_window(doors=Doors(set_language=languages.use))
    window.change_settings(replace(window.desk.settings, language="de"))
    words = {w.text() for w in window.frame.findChildren(QLabel)} | {w.text() for w in window.frame.findChildren(QPushButton)}
    assert "Arzneimittel" in words
    assert "Be&funde" in words
    assert "Medications" not in words
    window.change_settings(replace(window.desk.settings, language="en"))
    assert "Medications" in {w.text() for w in window.frame.findChildren(QLabel)}
