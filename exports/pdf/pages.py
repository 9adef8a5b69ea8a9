"""Page frames: margins, running head, footer, and the second pass that knows how many pages there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from exports.pdf import sheet
from exports.pdf.finish import Finish, finished
from exports.pdf.logo import draw_logo
from exports.pdf.sheet import Paper
from exports.pdf.tags import Structure, marked
from exports.pdf.words import say

DISCLAIMER = "Supports a professional's decision and does not make it."
WIDE = "wide"
"""The name of the page template that lies on its side, for a wide figure."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page: the title, the lines at its right on page one (one on the others), the footer's ends."""

    title: str
    right: tuple[str, ...]
    foot_left: str
    foot_right: str
    logo: bytes = b""


class CountingCanvas(Canvas):  # type: ignore[misc]
    """Keeps each page until the last is known, then writes "page x of y" on all of them; remembers the structure."""

    def __init__(self, *arguments: Any, furniture: Furniture, structure: Structure, **keywords: Any) -> None:
        keywords["initialFontName"] = sheet.REGULAR
        super().__init__(*arguments, **keywords)
        self.structure = structure
        self._furniture = furniture
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Keep the page instead of writing it; what no element claimed is an artifact."""
        self._code.insert(0, "/Artifact BMC")
        self._code.append("EMC")
        self._kept.append(dict(self.__dict__))
        self.structure.turn_page()
        self._startPage()

    def save(self) -> None:
        """Write all pages, each with its number."""
        for number, state in enumerate(self._kept, 1):
            self.__dict__.update(state)
            self._code.append("/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
            self._foot(number, len(self._kept))
            self._code.append("EMC")
            super().showPage()
        super().save()

    def _foot(self, number: int, count: int) -> None:
        width, furniture = self._pagesize[0], self._furniture
        self.setStrokeColor(sheet.RULE)
        self.setLineWidth(0.6)
        self.line(sheet.SIDE, sheet.FOOT - 4, width - sheet.SIDE, sheet.FOOT - 4)
        self.setFillColor(sheet.TEXT2)
        self.setFont(sheet.REGULAR, _FOOT_SIZE)
        right = f"{furniture.foot_right} · {say('page {n} of {all}', n=number, all=count)}"
        self.drawRightString(width - sheet.SIDE, sheet.FOOT - 13, right)
        first = width - 2 * sheet.SIDE - self.stringWidth(right, sheet.REGULAR, _FOOT_SIZE) - 10
        for n, line in enumerate(_foot_lines(furniture.foot_left, first, width - 2 * sheet.SIDE)):
            self.drawString(sheet.SIDE, sheet.FOOT - 13 - n * 8.8, line)


_FOOT_SIZE = 7.2


def _foot_lines(text: str, first: float, rest: float) -> list[str]:
    """The foot's words in lines, the first beside the page number; the disclaimer is never cut."""
    lines = simpleSplit(text, sheet.REGULAR, _FOOT_SIZE, first)
    return [lines[0], *simpleSplit(" ".join(lines[1:]), sheet.REGULAR, _FOOT_SIZE, rest)] if lines else []


HEAD_FIRST, HEAD_REST = 32.0, 22.0
"""Height of the head on page one and on the others, in points."""


def _fitted(canvas: Canvas, text: str, font: str, size: float, width: float) -> tuple[str, float]:
    """A line made smaller, down to 6 pt, and only then shortened with an ellipsis; the whole stands in the list."""
    while size > 6 and canvas.stringWidth(text, font, size) > width:
        size -= 0.25
    while len(text) > 8 and canvas.stringWidth(text, font, size) > width:
        text = text[:-2].rstrip(" …") + "…"
    return text, size


def _head_first(furniture: Furniture, paper: Paper) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, _document: Any) -> None:
        y = paper.height - sheet.TOP - HEAD_FIRST + 11
        canvas.setFillColor(sheet.TEXT)
        with marked(canvas, "H1", title=furniture.title):
            canvas.setFont(sheet.BOLD, 14)
            canvas.drawString(sheet.SIDE, y, furniture.title)
        taken = draw_logo(canvas, furniture.logo, paper.width - sheet.SIDE, y - 3)
        edge = paper.width - sheet.SIDE - (taken + 8 if taken else 0)
        room = edge - sheet.SIDE - canvas.stringWidth(furniture.title, sheet.BOLD, 14) - 20
        for n, line in reversed(list(enumerate(reversed(furniture.right[:2])))):
            text, size = _fitted(canvas, line, sheet.REGULAR, 8.25, room)
            with marked(canvas, "P"):
                canvas.setFont(sheet.REGULAR, size)
                canvas.drawRightString(edge, y + n * 10.5, text)
        _rule(canvas, paper, y - 6, 1.2)

    return draw


def _head_rest(furniture: Furniture, paper: Paper) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, _document: Any) -> None:
        y = paper.height - sheet.TOP - HEAD_REST + 11
        canvas.setFillColor(sheet.TEXT)
        canvas.setFont(sheet.BOLD, 10.5)
        canvas.drawString(sheet.SIDE, y, furniture.title)
        room = paper.inner - canvas.stringWidth(furniture.title, sheet.BOLD, 10.5) - 20
        text, size = _fitted(canvas, " · ".join(line for line in reversed(furniture.right) if line), sheet.REGULAR, 7.5, room)
        canvas.setFont(sheet.REGULAR, size)
        canvas.drawRightString(paper.width - sheet.SIDE, y, text)
        _rule(canvas, paper, y - 5, 1)

    return draw


def _rule(canvas: Canvas, paper: Paper, y: float, weight: float) -> None:
    canvas.setLineWidth(weight)
    canvas.setStrokeColor(sheet.TEXT)
    canvas.line(sheet.SIDE, y, paper.width - sheet.SIDE, y)


def room_on_first_page(paper: Paper) -> float:
    """Height between head and footer of page one."""
    return float(paper.height - sheet.TOP - sheet.FOOT - HEAD_FIRST - 4)


def _template(name: str, paper: Paper, furniture: Furniture, *, first: bool) -> PageTemplate:
    head = HEAD_FIRST if first else HEAD_REST
    frame = Frame(
        sheet.SIDE, sheet.FOOT, paper.inner, paper.height - sheet.TOP - sheet.FOOT - head - 4,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    draw = (_head_first if first else _head_rest)(furniture, paper)
    next_name = "rest" if name != WIDE else None
    return PageTemplate(name, [frame], onPage=draw, pagesize=(paper.width, paper.height), autoNextPageTemplate=next_name)


def lay_out(story: Sequence[Flowable], furniture: Furniture, paper: Paper, finish: Finish) -> bytes:
    """The story on pages, as PDF. The same story gives the same bytes: no clock, no random ids."""
    sheet.register_fonts()
    buffer, structure = BytesIO(), Structure()
    document = BaseDocTemplate(
        buffer, pagesize=(paper.width, paper.height), title=finish.title, author="Regimen Review", subject=finish.subject,
        invariant=1, lang=finish.language,
    )  # fmt: skip
    document.addPageTemplates(
        [
            _template("first", paper, furniture, first=True),
            _template("rest", paper, furniture, first=False),
            _template(WIDE, paper.turned(), furniture, first=False),
        ]
    )

    def canvas(*arguments: Any, **keywords: Any) -> CountingCanvas:
        return CountingCanvas(*arguments, furniture=furniture, structure=structure, **keywords)

    document.build(list(story), canvasmaker=canvas)
    return finished(buffer.getvalue(), structure.root, finish)
