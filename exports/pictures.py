"""Graph and matrix as PNG: drawn once with ReportLab, as on paper, and rasterised with PDFium. No display is needed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from exports.pdf import figure, sheet
from exports.pdf.glyphs import draw_sign
from exports.pdf.legend import Legend, LegendEntry
from exports.pdf.sheet import safe
from exports.pdf.tags import Text
from exports.svg import matrix_order
from regimen_review import wording
from regimen_review.findings import Review
from regimen_review.picture import Picture, draw_picture
from regimen_review.picture.content import Link, pair_links
from regimen_review.regimen import Medication

SCALE, MOST_PIXELS = 3.0, 40_000_000
"""Pixels a point (216 an inch), and the size above which a picture is made coarser instead."""
MARGIN = 14.0


def graph_png(review: Review, picture: Picture | None = None) -> bytes:
    """The interaction graph with its legend, and in words what it leaves out."""
    sheet.register_fonts()
    drawn = picture or draw_picture(review)
    width = max(drawn.width * 0.75, 380.0)
    notes = [Text(safe(line), sheet.SMALL) for line in figure.not_drawn(drawn)] or [Text("No edge is left out.", sheet.SMALL)]
    graph = figure.Figure(drawn, width, drawn.height * 0.75)
    return _png([graph, Spacer(1, 6), figure.figure_legend(drawn, width), Spacer(1, 4), *notes], width)


def matrix_png(review: Review) -> bytes:
    """All pairs of the current medications: lower triangle, names on the diagonal, most findings first."""
    sheet.register_fonts()
    matrix = Matrix(review)
    legend = Legend(tuple(LegendEntry(kind, words) for kind, words in _LEGEND), max(matrix.width, 380.0))
    note = Text("· nothing found among what was checked. No finding is not the same as safe.", sheet.SMALL)
    return _png([matrix, Spacer(1, 8), legend, Spacer(1, 2), note], max(matrix.width, 380.0))


_LEGEND = (
    ("contraindicated", "Danger"), ("major", "Warning, n its place"), ("moderate", "Caution"), ("minor", "Note"), ("intended", "Intended"),
    ("not-checked", "Not checked"),
)  # fmt: skip


class Matrix(Flowable):  # type: ignore[misc]
    """The triangle of pairs: a sign, a dashed square for what was not checked, a dot for nothing found."""

    CELL = 18.0

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.links = pair_links(review)
        self.entries = matrix_order([m for m in review.regimen.current() if m.resolution.state != "not-a-medicine"], self.links)
        self.names = [wording.medication(m, review.tall_man) for m in self.entries]
        reach = [n * self.CELL + 4 + sheet.width_of(name, sheet.MEDIUM, 9) for n, name in enumerate(self.names)]
        self.width, self.height = max(reach, default=0.0), max(self.CELL * len(self.entries), self.CELL)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """A square a pair, and the longest name."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it row by row."""
        canvas: Canvas = self.canv
        for row, entry in enumerate(self.entries):
            y = self.height - (row + 1) * self.CELL
            canvas.setStrokeColor(sheet.FAINT)
            canvas.setLineWidth(0.6)
            canvas.line(0, y, (row + 1) * self.CELL, y)
            for column, other in enumerate(self.entries[:row]):
                self._cell(canvas, entry, other, (column + 0.5) * self.CELL, y + self.CELL / 2)
            canvas.setFillColor(sheet.TEXT)
            canvas.setFont(sheet.MEDIUM if entry.substances else sheet.ITALIC, 9)
            canvas.drawString(row * self.CELL + 4, y + 5, self.names[row])

    def _cell(self, canvas: Canvas, a: Medication, b: Medication, x: float, y: float) -> None:
        link: Link | None = self.links.get(frozenset((a.id, b.id)))
        if link is not None:
            draw_sign(canvas, link.mark, x - 5.6, y - 5.6, 11.2, mark=(link.number or None) if link.mark == "major" else None)
        elif not (a.substances and b.substances):
            draw_sign(canvas, "not-checked", x - 5.2, y - 5.2, 10.4)
        else:
            canvas.setFillColor(sheet.TEXT2)
            canvas.circle(x, y, 1, stroke=0, fill=1)


def _png(story: Sequence[Flowable], width: float) -> bytes:
    """Flowables one under the other on a page of their own size, as a picture. The same story gives the same bytes."""
    import pypdfium2

    heights = [float(part.wrap(width, 99_999)[1]) for part in story]
    page = (width + 2 * MARGIN, sum(heights) + 2 * MARGIN)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=page, invariant=1)
    y = page[1] - MARGIN
    for part, height in zip(story, heights, strict=True):
        y -= height
        part.drawOn(canvas, MARGIN, y)
    canvas.save()
    scale = min(SCALE, (MOST_PIXELS / (page[0] * page[1])) ** 0.5)
    document = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        out = BytesIO()
        document[0].render(scale=scale).to_pil().convert("RGB").save(out, "PNG", dpi=(72 * scale, 72 * scale))
        return out.getvalue()
    finally:
        document.close()
