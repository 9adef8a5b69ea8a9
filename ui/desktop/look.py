"""How the window looks at one moment: palette, text size, fonts and the style sheet made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from regimen_review.fonts import FACES, FAMILY, Face, font_path
from ui.desktop.tokens import DARK, LIGHT, Mark, Tokens

Role = Literal["view", "title", "body", "strong", "medium", "second", "head", "head-strong", "least", "small-strong"]

_SIZES: Mapping[Role, tuple[float, QFont.Weight, bool]] = {
    "view": (17, QFont.Weight.DemiBold, False),
    "title": (15, QFont.Weight.DemiBold, False),
    "body": (13, QFont.Weight.Normal, False),
    "strong": (13, QFont.Weight.DemiBold, False),
    "medium": (13, QFont.Weight.Medium, False),
    "second": (12, QFont.Weight.Normal, False),
    "head": (11.5, QFont.Weight.Normal, False),
    "head-strong": (12, QFont.Weight.DemiBold, False),
    "least": (11, QFont.Weight.Normal, True),
    "small-strong": (10, QFont.Weight.DemiBold, False),
}
TEXT_SIZES: tuple[int, ...] = (90, 100, 110, 125, 150, 175, 200)


FIRST_FACES: tuple[Face, ...] = ("Regular",)
"""All that the outline of the window is painted with."""


def load_fonts(faces: Iterable[Face] = FACES) -> None:
    """Make the shipped typeface known to Qt; the window never leans on the fonts of the machine."""
    for face in faces:
        QFontDatabase.addApplicationFont(str(font_path(face)))


@lru_cache(maxsize=128)
def _font(scale: float, role: Role) -> QFont:
    size, weight, italic = _SIZES[role]
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(size * scale)))
    font.setWeight(weight)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@dataclass(frozen=True)
class Look:
    """Palette and text size. Widgets read it when they are made; another look means widgets made anew."""

    tokens: Tokens = LIGHT
    scale: float = 1.0

    def px(self, size: float) -> int:
        """A length given in px at 100 % for the text size in use, at least 1."""
        return max(1, round(size * self.scale))

    def font(self, role: Role) -> QFont:
        """The font of one role of the type scale; it is shared, so copy it before you change it."""
        return _font(self.scale, role)

    def colour(self, token: str) -> QColor:
        """One colour of the palette by its name (``text2``)."""
        return QColor(getattr(self.tokens, token))

    def mark(self, mark: Mark) -> QColor:
        """The fill of a severity's glyph."""
        return QColor(self.tokens.marks[mark])


def look_for(theme: str, text_size: int) -> Look:
    """The look for two settings: ``light`` or ``dark``, and a text size in percent (90 to 200)."""
    return Look(DARK if theme == "dark" else LIGHT, min(200, max(90, text_size)) / 100)


def qt_palette(look: Look) -> QPalette:
    """The palette for Qt's own drawing, so that no widget falls back on the colours of the platform."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, token in (
        (role.Window, "win"),
        (role.WindowText, "text"),
        (role.Base, "base"),
        (role.AlternateBase, "alt"),
        (role.Text, "text"),
        (role.Button, "win"),
        (role.ButtonText, "text"),
        (role.BrightText, "text"),
        (role.Highlight, "sel"),
        (role.HighlightedText, "text"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "base"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "text2"),
        (role.Light, "base"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "control"),
        (role.Shadow, "control"),
    ):
        palette.setColor(target, look.colour(token))
    for muted in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, muted, look.colour("control"))
    return palette
