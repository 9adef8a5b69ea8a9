"""What each drawing is: paragraphs, headings, tables and figures remembered while ReportLab draws, for tagged PDF.

ReportLab writes no structure. Here every page is an artifact (decoration) by default, and each piece of content
leaves that state for as long as it draws: ``EMC /P <</MCID 3>> BDC … EMC /Artifact BMC``. The tree of elements that
these pieces belong to is written by :mod:`exports.pdf.finish` (ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

from exports.pdf import sheet

_TALLEST = 560.0
"""Points: the height of a row from which it may be split."""
Piece = tuple[int, int]
"""Page index (from 0) and marked-content id on it."""


@dataclass
class Element:
    """One structure element: its standard type, what replaces it when read aloud, and its children in order."""

    tag: str
    alt: str = ""
    actual: str = ""
    title: str = ""
    scope: str = ""
    """Of a head cell: ``Column`` or ``Row``."""
    kids: list[Element | Piece] = field(default_factory=list)


class Structure:
    """The tree under construction; ``page`` is the page being drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.page = 0
        self._open = [self.root]
        self._next = 0

    def turn_page(self) -> None:
        """A new page: its ids begin at 0."""
        self.page += 1
        self._next = 0

    def open(self, tag: str, *, alt: str = "", actual: str = "", title: str = "", scope: str = "") -> None:
        """Begin an element; what follows belongs to it until :meth:`close`."""
        element = Element(tag, alt, actual, title, scope)
        self._open[-1].kids.append(element)
        self._open.append(element)

    def close(self) -> None:
        """End the element opened last."""
        self._open.pop()

    def piece(self) -> int:
        """A new piece of content of the open element; returns its id on this page."""
        number = self._next
        self._next += 1
        self._open[-1].kids.append((self.page, number))
        return number


@contextmanager
def marked(canvas: Canvas, tag: str, *, alt: str = "", actual: str = "", title: str = "") -> Iterator[None]:
    """Draw as one element of type ``tag``; on a canvas without structure, just draw."""
    structure: Structure | None = getattr(canvas, "structure", None)
    if structure is None:
        yield
        return
    structure.open(tag, alt=alt, actual=actual, title=title)
    canvas._code.append(f"EMC /{tag} <</MCID {structure.piece()}>> BDC")  # noqa: SLF001 - ReportLab has no public door
    try:
        yield
    finally:
        canvas._code.append("EMC /Artifact BMC")  # noqa: SLF001 - as above
        structure.close()


class Text(Paragraph):  # type: ignore[misc]
    """A paragraph that is tagged: ``P``, or a heading ``H1`` to ``H3``."""

    tag = "P"

    def draw(self) -> None:
        """Draw it as its element."""
        title = self.getPlainText() if self.tag.startswith("H") else ""
        lines = getattr(getattr(self, "blPara", None), "lines", ())
        # lines are drawn without the space between them: the whole is given for reading aloud
        actual = self.getPlainText() if len(lines) > 1 else ""
        with marked(self.canv, self.tag, title=title, actual=actual):
            super().draw()

    def split(self, width: float, height: float) -> list[Flowable]:
        """Both parts keep the tag."""
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.tag = self.tag
        return parts


def heading(text: str, style: Any, level: int = 2) -> Text:
    """A heading of a level."""
    made = Text(text, style)
    made.tag = f"H{level}"
    return made


_OPENS = {"startTable": "Table", "startRow": "TR", "endTable": "", "endRow": "", "endCell": ""}


def _note_structure(table: Table, event: str, *place: Any) -> None:
    """ReportLab's call-back while it draws a table: rows and cells become elements."""
    structure: Structure | None = getattr(table.canv, "structure", None)
    if structure is None:
        return
    if event == "startCell":
        scope = "Column" if place[0] < table.repeatRows else "Row" if place[1] == table.head_column else ""
        structure.open("TH" if scope else "TD", scope=scope)
    elif event in _OPENS:
        tag = _OPENS[event]
        if tag:
            structure.open(tag)
        else:
            structure.close()


class Layout(Table):  # type: ignore[misc]
    """Cells side by side that are no table: only what stands in them is tagged."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        # ReportLab sets Helvetica, which is never embedded, for cells that name no font
        self.setStyle([("FONTNAME", (0, 0), (-1, -1), sheet.REGULAR)])

    def split(self, width: float, height: float) -> list[Flowable]:
        """Between rows; within a row only where a row is taller than most of a page, which no ordinary text makes."""
        self._calc(width, height)
        self.splitInRow = int(max(self._rowHeights) > _TALLEST)
        parts: list[Flowable] = super().split(width, height)
        return parts


class Grid(Layout):
    """A real table: its rows and cells are tagged, its repeated rows are column heads."""

    head_column: int | None = None
    """The column whose cells are heads of their rows, in a table without column heads."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        keywords["renderCB"] = _note_structure
        super().__init__(*arguments, **keywords)


class Rows(Grid):
    """A table without column heads: the first cell names its row."""

    head_column = 0


class SignedRows(Grid):
    """A table without column heads: the first cell is a sign or a number, the second names its row."""

    head_column = 1
