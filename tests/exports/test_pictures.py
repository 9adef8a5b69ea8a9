"""Graph and matrix as PNG: readable in size, with the same signs as on paper, the same each time, and never an empty picture."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from exports.pictures import MOST_PIXELS, Matrix, graph_png, matrix_png
from regimen_review.patient import Patient
from regimen_review.regimen import Regimen
from regimen_review.review import review_regimen
from tests.conftest import a_regimen
from tests.exports.conftest import unknown

WARNING = (0xC4, 0x36, 0x1A)
CAUTION = (0xF2, 0xB6, 0x32)
NOT_CHECKED = (0x5B, 0x65, 0x70)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    assert picture.format == "PNG"
    return picture


def pixels_of(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    return {c: n for n, c in picture.getcolors(maxcolors=1_000_000)}.get(colour, 0)


@pytest.mark.parametrize("draw", [graph_png, matrix_png])
def test_a_picture_is_large_enough_to_print_and_has_the_signs_of_its_findings(review, draw):
    picture = opened(draw(review))
    assert min(picture.size) > 600
    assert picture.info["dpi"][0] > 200
    assert pixels_of(picture, WARNING) > 500
    assert pixels_of(picture, CAUTION) > 100


@pytest.mark.parametrize("draw", [graph_png, matrix_png])
def test_the_same_review_gives_the_same_picture(review, draw):
    assert draw(review) == draw(review)


@pytest.mark.parametrize("draw", [graph_png, matrix_png])
def test_nothing_is_drawn_at_the_very_edge_so_that_nothing_is_cut(review, draw):
    picture = opened(draw(review))
    wide, tall = picture.size
    for box in ((0, 0, wide, 6), (0, tall - 6, wide, tall), (0, 0, 6, tall), (wide - 6, 0, wide, tall)):
        assert picture.crop(box).getcolors() == [(picture.crop(box).size[0] * picture.crop(box).size[1], (255, 255, 255))]


def test_a_name_that_nobody_knows_is_drawn_as_not_checked_in_every_cell(review):
    named = opened(matrix_png(review))
    without = replace(review, regimen=replace(review.regimen, medications=review.regimen.medications[:-1]))
    sign = pixels_of(opened(matrix_png(without)), NOT_CHECKED)
    assert pixels_of(named, NOT_CHECKED) > sign * 5 > 0


def test_an_empty_regimen_still_gives_a_picture_that_says_no_all_clear(store):
    regimen = Regimen((), None)
    review = review_regimen(regimen, Patient(), store.knowledge_for(regimen))
    for draw in (graph_png, matrix_png):
        assert min(opened(draw(review)).size) > 60


def test_sixty_drugs_with_long_names_stay_within_the_largest_picture(store):
    known = sorted(store.vocabulary().substances)[:60]
    regimen = Regimen((*a_regimen(*known).medications, unknown("m61", "Ωmega-3-säureethylester " * 6)), None)
    review = review_regimen(regimen, Patient(), store.knowledge_for(regimen))
    for draw in (graph_png, matrix_png):
        wide, tall = opened(draw(review)).size
        assert wide * tall <= MOST_PIXELS * 1.01


def test_the_matrix_is_wide_enough_for_its_longest_name(review):
    long = replace(review, regimen=replace(review.regimen, medications=(*review.regimen.medications, unknown("m99", "x" * 120))))
    assert Matrix(long).width > Matrix(review).width + 200
