"""Colours of the window by what they are for, light and dark, with the contrast they were chosen for.

Severity colours fill glyphs and edges only; words stay in ``text``. The palettes were checked for the three kinds of
colour blindness; shape and word carry the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["contraindicated", "major", "moderate", "minor", "intended", "not-checked"]
MARKS: tuple[Mark, ...] = ("contraindicated", "major", "moderate", "minor", "intended", "not-checked")


@dataclass(frozen=True)
class Tokens:
    """One palette; every value is ``#RRGGBB``."""

    name: Literal["light", "dark"]
    win: str
    base: str
    alt: str
    text: str
    text2: str
    line: str
    control: str
    accent: str
    sel: str
    gap_text: str
    gap_ground: str
    on_glyph: str
    caution_edge: str
    title_bar: str
    hexagon: str
    person: str
    """The sign of what lies in this patient, beside the grey of what lies in the drugs."""
    marks: Mapping[Mark, str] = field(default_factory=dict)


LIGHT = Tokens(
    name="light",
    win="#F1F3F5",
    base="#FFFFFF",
    alt="#F7F8F9",
    text="#1B1F24",
    text2="#505A65",
    line="#D3D8DD",
    control="#818A94",
    accent="#1C5FA8",
    sel="#DCE8F6",
    gap_text="#6B4A00",
    gap_ground="#F6EEDC",
    on_glyph="#FFFFFF",
    caution_edge="#7A5600",
    title_bar="#E3E6E9",
    hexagon="#E6EAED",
    person="#8636B0",
    marks={
        "contraindicated": "#74103F",
        "major": "#C4361A",
        "moderate": "#F2B632",
        "minor": "#3F7CC0",
        "intended": "#1F6F63",
        "not-checked": "#5B6570",
    },
)

DARK = Tokens(
    name="dark",
    win="#24282D",
    base="#1B1E22",
    alt="#202429",
    text="#E8EAED",
    text2="#AAB3BD",
    line="#3A4048",
    control="#7C8691",
    accent="#8AB8F5",
    sel="#22384F",
    gap_text="#F0D48A",
    gap_ground="#3A3320",
    on_glyph="#1B1E22",
    caution_edge="#F9D776",
    title_bar="#2C3137",
    hexagon="#2B3138",
    person="#BDB2F2",
    marks={
        "contraindicated": "#FFB0D8",
        "major": "#F0653A",
        "moderate": "#F9D776",
        "minor": "#5E9BE6",
        "intended": "#49B3A0",
        "not-checked": "#9BA5AF",
    },
)


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
