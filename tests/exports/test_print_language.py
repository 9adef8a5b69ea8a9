"""The print in another language and in a house's own words: complete, with every place kept, and never at the cost of a warning."""

import re
from dataclasses import replace

import pytest

from exports.pdf import Plans, PrintOptions, render
from exports.pdf.words import LANGUAGES, Words, catalogue, say, speaking
from regimen_review import wording
from regimen_review.plans.scheduling import timetable_of
from regimen_review.regimen import Dosage, Frequency, Quantity
from tests.exports.conftest import pages_of, text_of
from tests.exports.print_phrases import every_phrase

GERMAN = PrintOptions(words=Words("de"))
KINDS = ("conference", "full", "patient", "ward")
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture(scope="module")
def plans(review):
    return Plans(timetable=timetable_of(review))


@pytest.mark.parametrize("language", OTHERS)
def test_every_phrase_of_the_print_is_translated_and_none_is_left_over(language):
    assert sorted(every_phrase() - set(catalogue(language))) == []
    assert sorted(set(catalogue(language)) - every_phrase()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_places_survive_translation(language):
    for english, other in catalogue(language).items():
        assert sorted(re.findall(r"\{\w*\}", english)) == sorted(re.findall(r"\{\w*\}", other)), english
        assert other.strip()


def test_the_german_print_says_that_no_finding_is_not_safe_and_that_medical_texts_are_english(review, plans):
    for kind in KINDS:
        text = text_of(render(kind, review, GERMAN, plans=plans))
        if kind != "patient":
            assert "Kein Befund heißt nicht sicher" in text
            assert "Medizinische Texte stehen in der Sprache der Wissensbasis" in text
        assert "Unterstützt eine fachliche Entscheidung und trifft sie nicht" in text


@pytest.mark.parametrize("kind", KINDS)
def test_no_english_phrase_is_left_on_a_german_print(review, plans, kind):
    text = text_of(render(kind, review, GERMAN, plans=plans))
    own = [p for p in every_phrase() if len(p) > 12 and "{" not in p and catalogue("de")[p] != p]
    of_the_base = " ".join(
        (*(f"{f.headline} {f.consequence} {f.mechanism} {' '.join(f.management)}" for f in review.findings), *(q.why for q in review.quiet))
    )
    assert [p for p in own if p in text and p not in of_the_base] == []


def test_findings_and_their_ids_are_the_same_in_both_languages(review):
    english, german = (text_of(render("full", review, options)) for options in (PrintOptions(), GERMAN))
    for finding in review.findings:
        assert finding.rule_id in german
        assert (finding.headline in english) == (finding.headline in german)


def test_the_german_print_carries_its_language_and_the_same_review(review):
    import io

    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(render("conference", review, GERMAN)))
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.attachments["review.json"] == pypdf.PdfReader(io.BytesIO(render("conference", review))).attachments["review.json"]


def test_a_weekly_dose_shouts_in_german_too(review):
    text = text_of(render("conference", review, GERMAN))
    assert "12.5 mg WÖCHENTLICH" in text
    assert "nur EINMAL PRO WOCHE, nie jeden Tag" in text_of(render("patient", review, GERMAN))


def test_a_dose_keeps_its_decimal_point_in_every_language():
    dosage = Dosage(dose=Quantity(1234.5, "mg"), frequency=Frequency(2, 1, "d"))
    with speaking(Words("de")):
        assert wording.dose(dosage, say) == "1,234.5 mg zweimal täglich"


def test_words_that_a_person_wrote_are_never_translated(review):
    entry = review.regimen.medications[-1]
    named = replace(entry, statement=replace(entry.statement, as_written="Warning", name="Warning"))
    listed = replace(review, regimen=replace(review.regimen, medications=(named,)))
    page = " ".join(pages_of(render("conference", listed, GERMAN)))
    assert "nicht erkannt: nicht geprüft Warning" in page


def test_words_hold_for_one_print_only(review):
    render("ward", review, GERMAN)
    assert "Ward card" in text_of(render("ward", review))


def test_the_same_german_print_gives_the_same_bytes(review):
    assert render("conference", review, GERMAN) == render("conference", review, GERMAN)
