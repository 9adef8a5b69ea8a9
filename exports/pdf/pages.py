"""Page frames: margins, running head, footer, and the second pass that knows how many pages there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from exports.pdf import sheet
from exports.pdf.sheet import Paper

DISCLAIMER = "Supports a professional's decision and does not make it."


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page: the title and the line at its right, and the two ends of the footer."""

    title: str
    right: str
    foot_left: str
    foot_right: str


class CountingCanvas(Canvas):  # type: ignore[misc]
    """Keeps each page until the last is known, then writes "page x of y" on all of them."""

    def __init__(self, *arguments: Any, furniture: Furniture, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._furniture = furniture
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Keep the page instead of writing it."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages, each with its number."""
        for number, state in enumerate(self._kept, 1):
            self.__dict__.update(state)
            self._foot(number, len(self._kept))
            super().showPage()
        super().save()

    def _foot(self, number: int, count: int) -> None:
        width, furniture = self._pagesize[0], self._furniture
        self.setStrokeColor(sheet.FAINT)
        self.setLineWidth(0.6)
        self.line(sheet.SIDE, sheet.FOOT - 4, width - sheet.SIDE, sheet.FOOT - 4)
        self.setFont(sheet.REGULAR, 7.2)
        self.setFillColor(sheet.TEXT2)
        self.drawString(sheet.SIDE, sheet.FOOT - 13, furniture.foot_left)
        self.drawRightString(width - sheet.SIDE, sheet.FOOT - 13, f"{furniture.foot_right} · page {number} of {count}")


def _head(furniture: Furniture, paper: Paper) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, _document: Any) -> None:
        y = paper.height - sheet.TOP - 13
        canvas.setFillColor(sheet.TEXT)
        canvas.setFont(sheet.BOLD, 11)
        canvas.drawString(sheet.SIDE, y, furniture.title)
        canvas.setFont(sheet.REGULAR, 7.5)
        canvas.drawRightString(paper.width - sheet.SIDE, y, furniture.right)
        canvas.setLineWidth(1)
        canvas.setStrokeColor(sheet.TEXT)
        canvas.line(sheet.SIDE, y - 6, paper.width - sheet.SIDE, y - 6)

    return draw


def lay_out(
    story: Sequence[Flowable], furniture: Furniture, paper: Paper, *, subject: str, attachments: Sequence[tuple[str, bytes]] = ()
) -> bytes:
    """The story on pages, as PDF. The same story gives the same bytes: no clock, no random ids."""
    sheet.register_fonts()
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=(paper.width, paper.height), title=furniture.title, author="Regimen Review", subject=subject, invariant=1,
        lang="en",
    )  # fmt: skip
    frame = Frame(
        sheet.SIDE, sheet.FOOT, paper.inner, paper.height - sheet.TOP - sheet.FOOT - 24,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates([PageTemplate("page", [frame], onPage=_head(furniture, paper))])

    def canvas(*arguments: Any, **keywords: Any) -> CountingCanvas:
        return CountingCanvas(*arguments, furniture=furniture, **keywords)

    document.build(list(story), canvasmaker=canvas)
    return _with_attachments(buffer.getvalue(), attachments)


def _with_attachments(content: bytes, attachments: Sequence[tuple[str, bytes]]) -> bytes:
    if not attachments:
        return content
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        for name, attached in attachments:
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, attached, filename=name, mime_type="application/json")
        out = BytesIO()
        pdf.save(out, static_id=True, deterministic_id=False)
        return out.getvalue()
