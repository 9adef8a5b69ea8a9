"""The signs of the print, drawn on a 16 grid: severities by shape first, then colour; boxes to tick."""

from __future__ import annotations

from math import cos, pi, sin

from reportlab.lib.colors import white
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from exports.decided import Decided
from exports.pdf import sheet
from exports.pdf.tags import marked
from exports.pdf.words import say


def _polygon(canvas: Canvas, points: list[tuple[float, float]], *, fill: int = 1, stroke: int = 0) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, fill=fill, stroke=stroke)


def draw_sign(canvas: Canvas, kind: str, x: float, y: float, size: float, *, mark: str | None = None) -> None:
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
        canvas.setFont(sheet.BOLD, 8.6 if len(mark) == 1 else 7.2)
        canvas.drawCentredString(8, 2.8, mark)
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


class Sign(Flowable):  # type: ignore[misc]
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


class HighAlert(Flowable):  # type: ignore[misc]
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
        with marked(self.canv, "Span", actual=say("high-alert: ")):
            self.canv.drawCentredString(self.size / 2, self.size * 0.24, "H")


DECISIONS = (("accept", "modify"), ("reject", "defer"))


def _tick(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(size * 0.2)
    canvas.setLineCap(1)
    scale = size / 7
    canvas.lines(
        [
            (x + 1.3 * scale, y + 3.6 * scale, x + 3 * scale, y + 1.5 * scale),
            (x + 3 * scale, y + 1.5 * scale, x + 6.6 * scale, y + 6.6 * scale),
        ]
    )
    canvas.restoreState()


class DecisionBox(Flowable):  # type: ignore[misc]
    """Four boxes to tick, who, and by when; a decision already made is ticked and its words are printed.

    ``lines`` False leaves out the line for who and by when, in a table of lesser findings.
    """

    ROW, SIZE, LEAD = 10.6, 7.2, 8.6

    def __init__(self, made: Decided | None = None, *, lines: bool = True) -> None:
        super().__init__()
        self.made = made
        self.with_lines = lines or bool(made and (made.who or made.by))
        self.note = made.note if made else ""

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """As wide as the column; who and by when are written out in lines of their own where they are known."""
        self.available = available
        self.told = [line for words in self._known() for line in simpleSplit(words, sheet.REGULAR, self.SIZE, available)]
        self.noted = simpleSplit(self.note, sheet.ITALIC, self.SIZE, available) if self.note else []
        empty = self.with_lines and not self.told
        return available, self.ROW * (3 if empty else 2) + (len(self.told) + len(self.noted)) * self.LEAD

    def _known(self) -> list[str]:
        if self.made is None:
            return []
        return [f"{say(word)} {text}" for word, text in (("who", self.made.who), ("by", self.made.by)) if text]

    def draw(self) -> None:
        """Draw it, read aloud as the words and the decision."""
        canvas, top = self.canv, self.wrap(self.available, 0)[1]
        canvas.setFillColor(sheet.TEXT)
        canvas.setStrokeColor(sheet.TEXT)
        with marked(canvas, "P", actual=self._read_aloud()):
            for row, pair in enumerate(DECISIONS):
                for column, word in enumerate(pair):
                    self._box(column * self._columns()[0], top - self.ROW * (row + 1) + 2.2, word)
            canvas.setFont(sheet.REGULAR, self.SIZE)
            if self.with_lines and not self.told:
                y = top - self.ROW * 3 + 2.6
                self._line(0, self.available * 0.55, y, say("who"))
                self._line(self.available * 0.57, self.available, y, say("by"))
            y = top - self.ROW * 2 - self.LEAD + 2
            for font, lines in ((sheet.REGULAR, self.told), (sheet.ITALIC, self.noted)):
                canvas.setFont(font, self.SIZE)
                for line in lines:
                    canvas.drawString(0, y, line)
                    y -= self.LEAD

    def _columns(self) -> tuple[float, float]:
        """Where the second column of boxes begins, and the size at which the longest words of both fit."""
        size = 7.5
        while True:
            left, right = (9.4 + max(stringWidth(say(pair[n]), sheet.BOLD, size) for pair in DECISIONS) for n in (0, 1))
            if left + right + 4 <= self.available or size <= 4.5:
                return min(max(self.available / 2, left + 4), self.available - right), size
            size -= 0.25

    def _read_aloud(self) -> str:
        if self.made is None:
            return say("Decision: accept, modify, reject or defer; who; by when")
        words = say("Decision: {word}", word=say(self.made.word))
        more = (f"{say('who')}: {self.made.who}", f"{say('by')}: {self.made.by}", self.note) if self.with_lines else ()
        return "; ".join((words, *more))

    def _box(self, x: float, y: float, word: str) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.7)
        canvas.rect(x, y, 6.6, 6.6, stroke=1, fill=0)
        if self.made and word == self.made.word:
            _tick(canvas, x, y, 6.6)
        canvas.setFont(sheet.BOLD if self.made and word == self.made.word else sheet.REGULAR, self._columns()[1])
        canvas.drawString(x + 9.4, y + 0.8, say(word))

    def _line(self, left: float, right: float, y: float, word: str) -> None:
        """A word with a line to write on."""
        canvas = self.canv
        canvas.drawString(left, y, word)
        start = left + canvas.stringWidth(word, sheet.REGULAR, self.SIZE) + 2.5
        canvas.setLineWidth(0.5)
        canvas.line(start, y - 1.2, right, y - 1.2)
