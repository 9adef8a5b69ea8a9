"""The graph on paper: the same picture each time, whoever laid it out, and in words for those who cannot see it."""

from __future__ import annotations

import pytest

from exports.pdf import render_review
from exports.pdf.figure import described, legible, not_drawn, scale_for
from regimen_review.picture import Picture, draw_picture

DRUGS = ("warfarin", "ibuprofen", "sertraline", "tramadol", "ciprofloxacin", "digoxin", "amiodarone", "furosemide", "calcium")


@pytest.fixture
def shown(reviewed):
    return reviewed(*DRUGS, age=78, sex="female", conditions=["heart-failure"])


def test_a_print_with_a_picture_that_was_laid_out_before_is_the_same_to_the_byte(shown) -> None:
    alone = render_review(shown)
    assert render_review(shown) == alone
    assert render_review(shown, picture=draw_picture(shown, width=700, height=560)) == alone


def test_a_review_made_from_an_earlier_one_prints_the_same_bytes(store, shown) -> None:
    from interaction_db.examples import medication_of
    from regimen_review.plans.rechecking import check_again, check_all
    from regimen_review.regimen import Regimen

    regimen, patient = shown.regimen, shown.patient
    more = Regimen((*regimen.medications, medication_of("aspirin", 99)), regimen.as_of)
    there = check_again(check_all(regimen, patient, store.knowledge_for(regimen, patient)), more, store.knowledge_for(more, patient))
    back = check_again(there, regimen, store.knowledge_for(regimen, patient))
    assert render_review(back.review) == render_review(shown)


def test_every_drawn_edge_stands_in_the_words_of_the_figure(shown) -> None:
    picture = draw_picture(shown)
    words = described(picture)
    names = {n.id: " ".join(n.lines) for n in picture.nodes}
    assert picture.edges
    for edge in picture.edges:
        assert f"{names[edge.a]} with {names[edge.b]}" in words


def test_what_is_not_drawn_is_counted_in_words(shown) -> None:
    picture = draw_picture(shown, shown=frozenset({"major"}))
    hidden = {mark: n for mark, n in picture.counts.items() if mark != "major" and n}
    assert hidden
    said = " ".join(not_drawn(picture))
    assert all(str(n) in said for n in hidden.values())


def test_a_picture_too_large_for_the_page_is_told_to_be_illegible() -> None:
    assert legible(Picture(700, 500), 500, 600)
    assert not legible(Picture(3000, 500), 500, 600)
    assert scale_for(Picture(10, 10), 500, 600) * 13 == pytest.approx(9.0)
