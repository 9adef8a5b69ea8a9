"""A line of signs with their words, wrapped where the line is full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from exports.pdf import sheet
from exports.pdf.glyphs import draw_sign
from exports.pdf.tags import marked

Draw = Callable[[Canvas, float, float], None]
"""Draws a sample of ``LegendEntry.width`` with its middle left at (x, y)."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A sign (or a sample drawn by ``draw``) and what it means."""

    kind: str
    words: str
    draw: Draw | None = None
    width: float = 11.0


class Legend(Flowable):  # type: ignore[misc]
    """Entries side by side, as many lines as they need."""

    SIZE, LEAD, GAP = 7.5, 13.0, 13.0

    def __init__(self, entries: tuple[LegendEntry, ...], width: float) -> None:
        super().__init__()
        self.entries, self.room = entries, width
        self.places = self._place()

    def _place(self) -> list[tuple[LegendEntry, float, int]]:
        placed, x, line = [], 0.0, 0
        for entry in self.entries:
            wide = entry.width + 3 + stringWidth(entry.words, sheet.REGULAR, self.SIZE)
            if x and x + wide > self.room:
                x, line = 0.0, line + 1
            placed.append((entry, x, line))
            x += wide + self.GAP
        return placed

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The lines it takes."""
        return self.room, (self.places[-1][2] + 1) * self.LEAD if self.places else 0.0

    def draw(self) -> None:
        """Draw it."""
        height = self.wrap(0, 0)[1]
        for entry, x, line in self.places:
            y = height - (line + 1) * self.LEAD + 2
            if entry.draw:
                entry.draw(self.canv, x, y + 3)
            else:
                draw_sign(self.canv, entry.kind, x, y - 1.4, 10)
            self.canv.setFont(sheet.REGULAR, self.SIZE)
            self.canv.setFillColor(sheet.TEXT)
            with marked(self.canv, "P"):
                self.canv.drawString(x + entry.width + 3, y, entry.words)
