"""The signs of the print, drawn on a 16 grid: severities by shape first, then colour; boxes to tick."""

from __future__ import annotations

from math import cos, pi, sin

from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from exports.pdf import sheet


def _polygon(canvas: Canvas, points: list[tuple[float, float]], *, fill: int = 1, stroke: int = 0) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, fill=fill, stroke=stroke)


def draw_sign(canvas: Canvas, kind: str, x: float, y: float, size: float, mark: str | None = None) -> None:
    """One sign with its lower left corner at (x, y). ``mark`` replaces the sign's own mark by a number."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 16, size / 16)
    canvas.setFillColor(sheet.SEVERITY[kind])
    canvas.setStrokeColor(sheet.SEVERITY[kind])
    {
        "contraindicated": _danger,
        "major": _warning,
        "moderate": _caution,
        "minor": _note,
        "none": _note,
        "intended": _intended,
        "not-checked": _not_checked,
    }[kind](canvas, mark)
    canvas.restoreState()


def _danger(canvas: Canvas, _mark: str | None) -> None:
    _polygon(canvas, [(8 + 7.6 * cos(pi / 8 + k * pi / 4), 8 + 7.6 * sin(pi / 8 + k * pi / 4)) for k in range(8)])
    canvas.setStrokeColor(white)
    canvas.setLineWidth(2)
    canvas.line(5.2, 5.2, 10.8, 10.8)
    canvas.line(5.2, 10.8, 10.8, 5.2)


def _warning(canvas: Canvas, mark: str | None) -> None:
    _polygon(canvas, [(0.6, 1.4), (15.4, 1.4), (8, 15)])
    canvas.setFillColor(white)
    if mark:
        canvas.setFont(sheet.BOLD, 7.5)
        canvas.drawCentredString(8, 3, mark)
        return
    canvas.rect(7.1, 5.4, 1.8, 5.2, stroke=0, fill=1)
    canvas.circle(8, 3.6, 1.05, stroke=0, fill=1)


def _caution(canvas: Canvas, _mark: str | None) -> None:
    canvas.setStrokeColor(sheet.CAUTION_EDGE)
    canvas.setLineWidth(1.1)
    _polygon(canvas, [(8, 0.8), (15.2, 8), (8, 15.2), (0.8, 8)], stroke=1)


def _note(canvas: Canvas, _mark: str | None) -> None:
    canvas.circle(8, 8, 4.2, stroke=0, fill=1)


def _intended(canvas: Canvas, _mark: str | None) -> None:
    canvas.setLineWidth(1.7)
    canvas.circle(8, 8, 6.4, stroke=1, fill=0)
    canvas.lines([(4.8, 8, 7.1, 5.6), (7.1, 5.6, 11.3, 10.4)])


def _not_checked(canvas: Canvas, _mark: str | None) -> None:
    canvas.setLineWidth(1.2)
    canvas.setDash(2.2, 1.4)
    canvas.rect(1.6, 1.6, 12.8, 12.8, stroke=1, fill=0)
    canvas.setDash()
    canvas.line(4, 4, 12, 12)


class Sign(Flowable):
    """A sign that stands in a cell, centred or at the left."""

    def __init__(self, kind: str, size: float = 14, *, centre: bool = True) -> None:
        super().__init__()
        self.kind, self.size, self.centre = kind, size, centre

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """As wide as the cell where it is centred."""
        self.available = available
        return (available if self.centre else self.size, self.size)

    def draw(self) -> None:
        """Draw it."""
        x = (self.available - self.size) / 2 if self.centre else 0
        draw_sign(self.canv, self.kind, x, 0, self.size)


class HighAlert(Flowable):
    """The boxed H of a high-alert medication."""

    def __init__(self, size: float = 8.4) -> None:
        super().__init__()
        self.size = size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A square."""
        return self.size, self.size

    def draw(self) -> None:
        """Draw it."""
        self.canv.setStrokeColor(sheet.TEXT)
        self.canv.setLineWidth(0.7)
        self.canv.roundRect(0, 0, self.size, self.size, 1.4, stroke=1, fill=0)
        self.canv.setFillColor(sheet.TEXT)
        self.canv.setFont(sheet.BOLD, self.size * 0.76)
        self.canv.drawCentredString(self.size / 2, self.size * 0.24, "H")


DECISIONS = (("accept", "modify"), ("reject", "defer"))


class DecisionBox(Flowable):
    """Four boxes to tick, who, and by when; a decision already made is ticked and its words are printed."""

    HEIGHT = 34

    def __init__(self, decision: str | None = None, who: str = "", by: str = "") -> None:
        super().__init__()
        self.decision, self.who, self.by = decision, who, by

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """As wide as the column."""
        self.available = available
        return available, self.HEIGHT

    def draw(self) -> None:
        """Draw it."""
        canvas = self.canv
        canvas.setFillColor(sheet.TEXT)
        for row, words in enumerate(DECISIONS):
            for column, word in enumerate(words):
                self._box(column * self.available / 2, self.HEIGHT - 10 - row * 11.2, word)
        canvas.setFont(sheet.REGULAR, 7.2)
        self._line(0, self.available * 0.52, "who", self.who)
        self._line(self.available * 0.55, self.available, "by", self.by)

    def _box(self, x: float, y: float, word: str) -> None:
        canvas = self.canv
        canvas.setStrokeColor(sheet.TEXT)
        canvas.setLineWidth(0.7)
        canvas.rect(x, y, 7, 7, stroke=1, fill=0)
        if word == self.decision:
            canvas.setLineWidth(1.2)
            canvas.lines([(x + 1.3, y + 3.6, x + 3, y + 1.6), (x + 3, y + 1.6, x + 6, y + 5.8)])
        canvas.setFont(sheet.REGULAR, 7.5)
        canvas.drawString(x + 10, y + 1, word)

    def _line(self, left: float, right: float, word: str, text: str) -> None:
        canvas = self.canv
        canvas.drawString(left, 2, word)
        start = left + canvas.stringWidth(word, sheet.REGULAR, 7.2) + 2.5
        canvas.setLineWidth(0.5)
        canvas.line(start, 1, right - 1, 1)
        canvas.drawString(start + 1, 2.4, text)
