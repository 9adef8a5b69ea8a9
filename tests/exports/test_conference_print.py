"""The case-conference print, read back with another library: what stands where, whole, within the page."""

import io
from dataclasses import replace

import pdfplumber
import pypdf
import pytest

from exports.decided import Decided
from exports.pdf import Plans, PrintOptions, render, render_review
from exports.pdf.ward import DoNotAdd
from regimen_review.findings import Review
from regimen_review.patient import Patient
from regimen_review.plans.changes import Stop
from regimen_review.plans.sandbox import Sandbox
from regimen_review.plans.scheduling import timetable_of
from regimen_review.plans.timetable import Timetable
from regimen_review.regimen import Regimen
from regimen_review.review import review_regimen
from tests.exports.conftest import pages_of, squeezed, text_of, unknown, with_act


@pytest.fixture(scope="module")
def printed(review) -> bytes:
    return render_review(review, PrintOptions(site="Ward 3", question="Which antibiotic?"))


def test_page_one_names_every_finding_to_decide_in_order(review, printed):
    first = pages_of(printed)[0]
    places = [first.index(f.headline) for f in review.in_tier("act")[:10]]
    assert places
    assert places == sorted(places)


def test_page_one_holds_patient_question_gaps_and_legend(printed):
    first = pages_of(printed)[0]
    for words in (
        "Woman, 71",
        "heart failure",
        "3.1 mmol/L",
        "(2026-02-27)",
        "Which antibiotic?",
        "Not checked:",
        "xqzzy forte 5 mg daily",
        "Danger, contraindicated",
    ):
        assert words in first


def test_every_page_says_which_of_how_many_and_what_it_is_for(printed):
    pages = pages_of(printed)
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in page
        assert "does not make it" in page


def test_the_same_review_gives_the_same_bytes(review):
    assert render_review(review) == render_review(review)


@pytest.mark.parametrize("kind", ["conference", "full", "patient", "ward"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_fonts_are_embedded_and_nothing_leaves_the_margins(review, kind, paper):
    content = render(kind, review, PrintOptions(paper=paper))
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            assert min(c["x0"] for c in page.chars) >= 30
            assert max(c["x1"] for c in page.chars) <= page.width - 30
            assert min(c["top"] for c in page.chars) >= 20
            assert max(c["bottom"] for c in page.chars) <= page.height - 15


def test_the_ward_card_is_one_page(review):
    assert len(pages_of(render("ward", with_act(review, review.in_tier("act")[0], 30)))) == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_nine_findings_fit_on_page_one(review, act_finding, paper):
    pages = pages_of(render_review(with_act(review, act_finding, 9), PrintOptions(paper=paper)))
    assert all(f"Made-up problem number {n} of this list" in pages[0] for n in range(1, 10))
    assert "Not checked:" in pages[0]
    assert "Reconciled list" in pages[1]


def test_more_than_ten_findings_are_counted_on_page_one_and_follow(review, act_finding):
    pages = pages_of(render_review(with_act(review, act_finding, 13)))
    assert "13 findings, the first 10 here" in pages[0]
    assert "number 11 of this list" not in pages[0]
    rest = " ".join(pages[1:])
    assert all(f"number {n} of this list" in rest for n in (11, 12, 13))


def test_steps_that_page_one_has_no_room_for_stand_overleaf(review, act_finding):
    long = replace(
        act_finding,
        management=tuple(f"Step {letter} of a long plan that needs several words to say what is to be done." for letter in "ABCDEFGH"),
    )
    text = text_of(render_review(with_act(review, long, 9)))
    assert "Continued from page 1" in text
    for letter in "ABCDEFGH":
        assert text.count(f"Step {letter} of a long plan") == 9


def test_ten_findings_fit_on_page_one_with_what_was_not_checked(review, act_finding):
    for paper in ("A4", "Letter"):
        first = pages_of(render_review(with_act(review, act_finding, 10), PrintOptions(paper=paper)))[0]
        assert "problem number 10 of this list" in first
        assert "Not checked:" in first


def test_drugs_that_page_one_has_no_room_for_are_counted_and_stand_overleaf(review, act_finding):
    names = tuple(f"substance{n:02d}" for n in range(30))
    pages = pages_of(render_review(with_act(review, replace(act_finding, drugs=names), 9)))
    assert "Not checked:" in pages[0]
    shown = sum(name in pages[0] for name in names)
    assert 0 < shown < 30
    assert f"+{30 - shown}" in pages[0]
    rest = squeezed(" ".join(pages[1:]))
    assert all(rest.count(name) >= 9 for name in names)


@pytest.mark.parametrize("kind", ["conference", "full", "patient", "ward"])
def test_a_finding_longer_than_a_page_is_printed_whole(review, act_finding, kind):
    long = replace(act_finding, id="long:x", consequence="begin " + "and so on " * 1500 + "end-of-it", members=())
    text = text_of(render(kind, replace(review, findings=(long, *review.findings))))
    if kind in ("conference", "full"):
        assert "end-of-it" in text


def test_a_decision_that_was_made_is_printed_with_who_and_by_when(review):
    finding = review.in_tier("act")[0]
    made = {finding.id: Decided("modify", who="Dr Ödön", by="2026-03-09", note="halve the dose first")}
    text = text_of(render_review(review, decisions=made))
    assert "Dr Ödön" in text
    assert "2026-03-09" in text
    assert "halve the dose first" in text
    assert "Dr Ödön" not in text_of(render_review(review))


def test_the_list_shows_what_was_written_beside_what_it_was_taken_for(printed):
    page = pages_of(printed)[1]
    assert "xqzzy forte 5 mg daily" in page
    assert "not recognised: not checked" in page
    assert "12.5 mg WEEKLY, day ?" in page


def test_an_empty_regimen_is_no_all_clear(store):
    regimen = Regimen((), None)
    text = text_of(render_review(review_regimen(regimen, Patient(), store.knowledge_for(regimen))))
    assert "No medications were on the list" in text
    assert "Nothing to decide today among what was checked" in text
    assert "No finding is not the same as safe" in text


def test_only_unknown_names_are_all_printed_as_not_checked(store):
    names = ("Φαινυτοΐνη 300 mg", "Ångströmin ½ tablet", "N" * 130, "<b>bold</b> & co", "żółć-tabletki")
    regimen = Regimen(tuple(unknown(f"m{n}", name) for n, name in enumerate(names, 1)), None)
    content = render_review(review_regimen(regimen, Patient(), store.knowledge_for(regimen)))
    text = squeezed(text_of(content))
    for name in names:
        assert squeezed(name) in text
    assert "0of5medicationschecked" in text
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert all(c["x1"] <= page.width - 30 for page in pdf.pages for c in page.chars)


def test_sixty_drugs_are_all_on_the_list_and_the_rows_stay_whole(review):
    entries = tuple(
        replace(m, id=f"m{n}", statement=replace(m.statement, as_written=f"entry {n} as it was written"))
        for n, m in enumerate((review.regimen.medications * 5)[:60], 1)
    )
    text = text_of(render_review(replace(review, regimen=replace(review.regimen, medications=entries))))
    assert "Reconciled list, 60 medications" in text
    assert all(f"entry {n} as it was written" in text for n in range(1, 61))


def test_a_hundred_and_twenty_findings_all_have_their_id_in_the_full_review(review):
    parts = [m for f in review.findings for m in (replace(f, members=()), *f.members)]
    many = tuple(replace(parts[n % len(parts)], id=f"made-finding-{n}:x+y") for n in range(120))
    text = squeezed(text_of(render("full", replace(review, findings=many))))
    assert all(f"made-finding-{n}:x+y" in text for n in range(120))


def test_the_full_review_has_mechanism_factors_steps_and_dated_sources(review):
    text = squeezed(text_of(render("full", review)))
    every = [m for f in review.findings for m in (f, *f.members)]
    for f in every:
        assert squeezed(f.id) in text
        assert squeezed(f.mechanism) in text
        assert all(squeezed(s.title) in text for s in f.sources)
        assert all(squeezed(x.says) in text for x in f.factors)
        assert all(squeezed(s.says) in text for s in f.steps)


def test_sources_with_an_address_are_links(review):
    addresses = {s.url for f in review.findings for m in (f, *f.members) for s in m.sources if s.url.startswith("https://")}
    found = {
        note.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(render("full", review))).pages
        for note in page.get("/Annots", ())
    }
    assert addresses
    assert addresses <= found


def test_the_patients_page_is_in_large_type_and_plain_words(review):
    content = render("patient", review)
    text = text_of(content)
    assert "Your to-do list" in text
    assert "Your medicine list" in text
    assert "only ONCE A WEEK" in text
    assert "we do not know this name" in text
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        body = [c for page in pdf.pages for c in page.chars if 45 < c["top"] < page.height - 45 and c["text"].strip()]
    assert sum(c["size"] >= 13.9 for c in body) > 0.93 * len(body)


def test_the_patients_to_do_is_what_was_decided_and_nothing_that_was_rejected(review):
    one, other = review.in_tier("act")[:2]
    made = {one.id: Decided("accept", note="Have the blood test on Monday."), other.id: Decided("reject", note="stays as it is")}
    text = text_of(render("patient", review, decisions=made))
    assert "Have the blood test on Monday." in text
    assert "stays as it is" not in text


def test_the_patients_timetable_names_each_time_with_what_is_taken_then(review):
    plan = timetable_of(review)
    assert isinstance(plan, Timetable)
    text = text_of(render("patient", review, plans=Plans(timetable=plan)))
    start = text.index("Your day")
    places = [text.index(f"{t.at:%H:%M} {t.name}", start) for t in plan.times]
    assert places == sorted(places)
    assert all(squeezed(i.label).casefold() in squeezed(text[start:]).casefold() for t in plan.times for i in t.intakes)
    weekly = [i for t in plan.times for i in t.intakes if len(i.days) == 1]
    assert weekly
    assert text.count("only on") == len(weekly)


def test_options_that_were_tried_out_stand_beside_today(review, store):
    sandbox = Sandbox(review.regimen, review.patient, lambda regimen: store.knowledge_for(regimen, review.patient))
    stop = sandbox.try_out([Stop("m2")], "Another antibiotic")
    text = text_of(render("conference", review, plans=Plans(compared=[stop])))
    place = text.index("Options compared")
    assert f"Today {len(review.in_tier('act'))}" in text[place:]
    assert f"A Another antibiotic {len(stop.review.in_tier('act'))}" in text[place:]
    assert len(stop.review.in_tier("act")) < len(review.in_tier("act"))


def test_the_ward_card_lists_what_must_not_be_added_and_says_when_no_list_was_made(review):
    lines = [DoNotAdd(f"class {n}", f"because of {n}", f"rule-{n}") for n in range(60)]
    text = text_of(render("ward", review, plans=Plans(dont_add=lines)))
    assert "Do not add without a decision: 60" in text
    assert "because of 0" in text
    shown = sum(f"because of {n} " in text for n in range(60))
    assert f"And {60 - shown} more" in text
    assert "was not made for this card" in text_of(render("ward", review))


def test_long_texts_break_and_are_never_cut(review, act_finding):
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
    strange = replace(act_finding, id="long:x", headline=f"{word} in one word", consequence=word, members=())
    made: Review = replace(review, findings=(strange, *review.findings))
    text = squeezed(text_of(render_review(made)))
    assert text.count(word) >= 2
