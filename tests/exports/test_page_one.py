"""Page one of the conference print decides, and the sections that follow it are all there, whatever comes."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from exports.decided import Decided
from exports.pdf import Plans, PrintOptions, render
from exports.pdf.conference import NO_FINDING
from exports.pdf.words import Words, catalogue
from regimen_review.findings import Because, Review
from regimen_review.plans.changes import Stop
from regimen_review.plans.sandbox import Sandbox
from regimen_review.plans.scheduling import timetable_of
from tests.exports.conftest import pages_of, text_of, with_act


def _crowded(review: Review, act_finding) -> Review:
    """Twelve findings to decide whose evidence takes many lines each."""
    facts = tuple(
        Because(f"a fact of the patient with many words, number {n}, that fills its narrow column", date(2026, 2, n)) for n in (1, 2, 3)
    )
    made = with_act(review, act_finding, 12)
    return replace(
        made,
        findings=tuple(
            replace(f, because=facts, questions=("potassium", "creatinine", "weight")) if f.tier == "act" else f for f in made.findings
        ),
    )


@pytest.mark.parametrize(
    "options", [PrintOptions(), PrintOptions("Letter"), PrintOptions("Letter", words=Words("de"))], ids=("A4", "Letter", "German")
)
def test_what_was_not_checked_and_the_legend_stay_on_page_one_even_where_fewer_findings_fit(review, act_finding, options):
    decided = {
        f"made-{n}:x": Decided("modify", "Dr. Wilhelmina Abendroth-Schmidt", "2026-03-09", "halve the dose until the level is back")
        for n in range(1, 13)
    }
    crowded = _crowded(review, act_finding)
    pages = pages_of(render("conference", crowded, options, decided))
    assert catalogue(options.words.language).get("Not checked:", "Not checked:") in pages[0]
    assert catalogue(options.words.language).get(NO_FINDING, NO_FINDING) in pages[0]
    assert catalogue(options.words.language).get("Warning, major", "Warning, major") in pages[0]
    shown = [n for n in range(1, 13) if f"problem number {n} of" in pages[0]]
    assert shown == list(range(1, len(shown) + 1))
    assert 3 <= len(shown) < 10
    rest = " ".join(pages[1:])
    assert all(f"problem number {n} of" in rest for n in range(len(shown) + 1, 13))
    said = "the first {n} here" if options.words.language == "en" else "die ersten {n} hier"
    assert said.format(n=len(shown)) in pages[0]


def test_a_long_name_of_who_decided_is_written_out_and_overlaps_nothing(review):
    finding = review.in_tier("act")[0]
    made = {finding.id: Decided("accept", "Dr. Wilhelmina Abendroth-Schmidt von der Tann", "2026-03-09 at the latest")}
    reader = pypdf.PdfReader(io.BytesIO(render("conference", review, decisions=made)))
    lines = reader.pages[0].extract_text()
    assert "who Dr. Wilhelmina" in lines
    assert "by 2026-03-09 at the" in lines


def test_the_conference_print_has_every_section_it_is_asked_for(review, store):
    sandbox = Sandbox(review.regimen, review.patient, lambda regimen: store.knowledge_for(regimen, review.patient))
    plans = Plans(timetable=timetable_of(review), compared=(sandbox.try_out([Stop("m2")], "Another antibiotic"),))
    text = text_of(render("conference", review, PrintOptions(question="Which?"), plans=plans))
    for section in (
        "Question. Which?", "Decide today", "Reconciled list", "What interacts with what", "Burdens, with their parts", "Duplicates and omitted therapy",
        "Monitoring,", "Options compared", "Timetable", "Looked at and left quiet", "Not checked:", "Sources of what is to be decided", "Version", "Signed",
    ):  # fmt: skip
        assert section in text, section


def test_duplicates_and_omitted_therapy_are_named_or_said_to_be_none(reviewed):
    two = text_of(render("conference", reviewed("omeprazole", "pantoprazole", "folic acid", age=70)))
    kinds = [f for f in reviewed("omeprazole", "pantoprazole", "folic acid", age=70).findings if f.kind == "duplicate"]
    assert kinds
    assert kinds[0].headline in two[two.index("Duplicates:") : two.index("Omitted:")]
    none = text_of(render("conference", reviewed("folic acid", age=30)))
    assert "Duplicates: none found among what was checked." in none
    assert "Omitted: none found among what was checked." in none


def test_the_timetable_of_the_conference_names_every_time_and_what_has_no_place(review):
    plan = timetable_of(review)
    text = text_of(render("conference", review, plans=Plans(timetable=plan)))
    table = text[text.index("Timetable as few") :]
    assert all(f"{t.at:%H:%M} {t.name}" in table for t in plan.times)
    assert "Timetable" not in text_of(render("conference", review))


def test_facts_of_a_lesser_finding_that_take_many_lines_are_counted(review):
    look = next(f for f in review.findings if f.tier == "review" and f.kind != "burden")
    facts = tuple(Because(f"a long fact with number {n} of the patient's record") for n in range(1, 30))
    crowded = replace(review, findings=tuple(replace(f, because=facts) if f is look else f for f in review.findings))
    text = text_of(render("conference", crowded))
    row = text[text.index(f"{look.headline}") :]
    assert re.search(r"and \d+ more", row)
    assert "number 29 of" not in text
    assert "number 29 of" in text_of(render("full", crowded))
