"""The one style sheet of the print: fonts, colours, sizes, paper. Figures in points unless they say mm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import TableStyle

from regimen_review.fonts import Face, font_path
from regimen_review.knowledge import Severity

REGULAR, ITALIC, MEDIUM, BOLD = "Plex", "Plex-Italic", "Plex-Medium", "Plex-SemiBold"
TEXT, TEXT2, RULE, FAINT = HexColor("#1B1F24"), HexColor("#505A65"), HexColor("#818A94"), HexColor("#D3D8DD")
GAP, GAP_GROUND, SHADE = HexColor("#6B4A00"), HexColor("#F6EEDC"), HexColor("#F1F3F5")
SEVERITY: dict[Severity | str, Color] = {
    "contraindicated": HexColor("#74103F"),
    "major": HexColor("#C4361A"),
    "moderate": HexColor("#F2B632"),
    "minor": HexColor("#3F7CC0"),
    "none": HexColor("#3F7CC0"),
    "intended": HexColor("#1F6F63"),
    "not-checked": HexColor("#5B6570"),
}
CAUTION_EDGE = HexColor("#7A5600")
BARS = (HexColor("#3A4048"), HexColor("#7C8691"), HexColor("#B8BFC6"), HexColor("#FFFFFF"))
"""Greys of a stacked bar, dark to white; told apart in print without colour."""

TOP, SIDE, FOOT = 10 * mm, 12 * mm, 14 * mm


@dataclass(frozen=True, slots=True)
class Paper:
    """A page size in points."""

    name: str
    width: float
    height: float

    @property
    def inner(self) -> float:
        """Width of the text."""
        return float(self.width - 2 * SIDE)

    def turned(self) -> Paper:
        """The same sheet on its side."""
        return Paper(self.name, self.height, self.width)


PAPERS = {"A4": Paper("A4", *A4), "Letter": Paper("Letter", *LETTER)}


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Tell ReportLab of the shipped fonts; they are embedded as subsets."""
    faces: tuple[tuple[str, Face], ...] = ((REGULAR, "Regular"), (ITALIC, "Italic"), (MEDIUM, "Medium"), (BOLD, "SemiBold"))
    for name, file in faces:
        pdfmetrics.registerFont(TTFont(name, str(font_path(file))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def width_of(text: str, font: str, size: float) -> float:
    """How wide a line is, in points; fonts must be registered."""
    return float(pdfmetrics.stringWidth(text, font, size))


def style(name: str, size: float, lead: float, font: str = REGULAR, colour: Color = TEXT, **more: object) -> ParagraphStyle:
    """A paragraph style; words that do not fit a cell are broken, never cut."""
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=lead, textColor=colour, splitLongWords=1, **more)


TITLE = style("title", 14, 17, BOLD)
BLOCK = style("block", 10.5, 13, BOLD)
LEAD = style("lead", 9, 12.2)
HEADLINE = style("headline", 9, 11, BOLD)
BODY = style("body", 9, 11.2)
EVIDENCE = style("evidence", 8.25, 10.4)
SMALL = style("small", 7.5, 9.4)
SMALL_BOLD = style("small-bold", 7.5, 9.4, BOLD)
SMALL_ITALIC = style("small-italic", 7.5, 9.4, ITALIC, TEXT2)
SMALL_GREY = style("small-grey", 7.2, 9, REGULAR, TEXT2)
COLUMN = style("column", 7.5, 9.4, REGULAR, TEXT2)
CENTRE = style("centre", 7.2, 9, REGULAR, TEXT, alignment=1)
NUMBER = style("number", 9, 11, BOLD, TEXT, alignment=1)
RIGHT = style("right", 7.5, 9.4, REGULAR, TEXT2, alignment=2)
RIGHT_BOLD = style("right-bold", 7.5, 9.4, BOLD, TEXT, alignment=2)

LINES = TableStyle(
    [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 5),
     ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("LINEBELOW", (0, 0), (-1, -1), 0.6, FAINT),
     ("FONTNAME", (0, 0), (-1, -1), REGULAR), ("FONTSIZE", (0, 0), (-1, -1), 7.5), ("LEADING", (0, 0), (-1, -1), 9.4)]
)  # fmt: skip
"""Rows of small text with a faint rule below each."""


def safe(text: object) -> str:
    """Text for a paragraph: markup escaped, control characters out."""
    return escape("".join(c for c in str(text) if c in "\t\n" or ord(c) >= 32), quote=False)
