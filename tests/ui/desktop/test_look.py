"""Contrast, shapes and sizes: what the eye needs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontDatabase, QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication

from regimen_review.fonts import FACES, FAMILY, font_path
from ui.desktop.glyphs import draw_glyph
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
