"""Contrast, shapes and sizes: what the eye needs."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontDatabase, QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication

from regimen_review.fonts import FACES, FAMILY, font_path
from regimen_review.knowledge import Kind
from ui.desktop.glyphs import draw_glyph
from ui.desktop.kinds import ABOUT, WORDS, draw_about
from ui.desktop.look import TEXT_SIZES, Look, load_fonts, look_for
from ui.desktop.stylesheet import style_sheet
from ui.desktop.tokens import DARK, LIGHT, MARKS, Mark, Tokens, contrast

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)


@BOTH
def test_text_is_readable_on_every_ground(tokens: Tokens) -> None:
    for ground in (tokens.base, tokens.win, tokens.alt, tokens.sel, tokens.hexagon):
        assert contrast(tokens.text, ground) >= 7
        assert contrast(tokens.text2, ground) >= 4.5
    assert round(contrast(tokens.gap_text, tokens.gap_ground), 1) >= 7
    assert contrast(tokens.accent, tokens.base) >= 4.5


@BOTH
def test_edges_of_controls_and_marks_stand_out(tokens: Tokens) -> None:
    assert contrast(tokens.control, tokens.base) >= 3
    for mark in MARKS:
        edge = tokens.caution_edge if mark == "moderate" else tokens.marks[mark]
        assert contrast(edge, tokens.base) >= 3, mark


def _shape(mark: Mark) -> frozenset[tuple[int, int]]:
    """The inked points of a glyph, whatever their colour."""
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_glyph(painter, mark, QRectF(0, 0, 32, 32), Look(LIGHT))
    painter.end()
    return frozenset((x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 128)


def test_each_severity_has_a_shape_of_its_own(qapp: QApplication) -> None:
    shapes = {mark: _shape(mark) for mark in MARKS}
    for one in MARKS:
        for other in MARKS:
            if one != other:
                alike = len(shapes[one] & shapes[other]) / len(shapes[one] | shapes[other])
                assert alike < 0.8, (one, other)


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_every_role_grows_with_the_text_size(qapp: QApplication, size: int) -> None:
    look = look_for("light", size)
    assert look.font("body").pixelSize() == round(13 * size / 100)
    assert look.font("least").pixelSize() >= round(11 * 0.9)


def test_the_shipped_typeface_is_the_one_in_use(qapp: QApplication) -> None:
    load_fonts()
    assert FAMILY in QFontDatabase.families()
    assert QFontInfo(Look(LIGHT).font("strong")).family() == FAMILY
    assert all(font_path(face).stat().st_size > 100_000 for face in FACES)


@BOTH
def test_the_style_sheet_has_no_unfilled_place(tokens: Tokens) -> None:
    sheet = style_sheet(Look(tokens, 1.5))
    assert "$" not in sheet
    assert "@" not in sheet


def test_each_type_of_finding_has_a_sign_of_its_own_and_a_word(qapp: QApplication) -> None:
    signs = {}
    for about in WORDS:
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        draw_about(painter, about, QRectF(0, 0, 32, 32), Look(LIGHT))
        painter.end()
        signs[about] = frozenset((x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 128)
    for one, other in combinations(signs, 2):
        assert len(signs[one] & signs[other]) / len(signs[one] | signs[other]) < 0.6, (one, other)
    assert set(ABOUT) == set(get_args(Kind))


@BOTH
def test_the_colour_of_a_type_is_read_on_every_ground_and_is_no_severitys(tokens: Tokens) -> None:
    for tone in (tokens.person, tokens.text2):
        assert min(contrast(tone, ground) for ground in (tokens.base, tokens.win, tokens.sel, tokens.alt)) >= 4.5
    assert tokens.person not in tokens.marks.values()


@BOTH
def test_fewer_than_ten_colours_carry_a_meaning(tokens: Tokens) -> None:
    assert len({*tokens.marks.values(), tokens.accent, tokens.gap_text, tokens.person}) < 10


def seen(colour: str, kind: str) -> tuple[float, float, float]:
    """A colour as people without one kind of cone see it (Machado, Oliveira and Fernandes 2009, severity 1)."""
    matrices = {
        "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
        "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    }
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = (min(1.0, max(0.0, sum(m * v for m, v in zip(row, linear, strict=True)))) for row in matrices[kind])
    return red, green, blue


@BOTH
@pytest.mark.parametrize("kind", ["protan", "deutan", "tritan"])
def test_the_two_colours_of_type_differ_for_the_colour_blind(tokens: Tokens, kind: str) -> None:
    person, drugs = seen(tokens.person, kind), seen(tokens.text2, kind)
    assert max(abs(a - b) for a, b in zip(person, drugs, strict=True)) > 0.1
