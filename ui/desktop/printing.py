"""From a review to files: the prints of :mod:`exports.pdf` with images for the preview, and every other format.

Runs off the interface thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regimen_review.findings import Review
from regimen_review.progress import Progress
from ui.prints import decided, house_options, plans_for
from ui.session import SessionState
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.session import Pipeline

KINDS: tuple[tuple[str, str], ...] = (
    ("conference", "Case conference"),
    ("full", "Full review"),
    ("patient", "For the patient"),
    ("ward", "Ward card"),
)
"""The documents, each with its name."""

FORMATS: tuple[tuple[str, str], ...] = (
    ("xlsx", "Workbook"),
    ("csv", "Findings as a table"),
    ("md", "Note for the chart"),
    ("json", "FHIR bundle"),
    ("ics", "Monitoring calendar"),
    ("svg", "Graph"),
    ("png", "Graph as a picture"),
    ("matrix.svg", "Matrix"),
    ("matrix.png", "Matrix as a picture"),
)
"""What a review can be exported as, by the ending of the file."""


def ending_of(name: str) -> str:
    """The ending of a file's name that names a format, the longest that fits; else what stands after its last point."""
    fitting = [ending for ending, _ in FORMATS if name.lower().endswith(f".{ending}")]
    return max(fitting, key=len, default=name.lower().rpartition(".")[2])


def render(review: Review, state: SessionState, settings: Settings, kind: str = "conference", pipeline: Pipeline | None = None) -> bytes:
    """One of the documents as PDF. ``pipeline`` works out what stands beside the review; without one nothing does."""
    from exports.pdf import NO_PLANS
    from exports.pdf import render as render_pdf

    plans = plans_for(kind, review, state, pipeline) if pipeline is not None else NO_PLANS  # type: ignore[arg-type]
    return render_pdf(kind, review, house_options(settings, state.question), decided(state), plans=plans)  # type: ignore[arg-type]


def export(review: Review, state: SessionState, ending: str, settings: Settings | None = None) -> bytes:
    """The review in the format that a file's ending names; KeyError for an ending that is none of :data:`FORMATS`."""
    from exports import calendar, fhir, markdown, pictures, spreadsheet, svg

    decisions = decided(state)
    made = {
        "xlsx": lambda: spreadsheet.workbook(review, decisions),
        "csv": lambda: spreadsheet.findings_csv(review, decisions),
        "md": lambda: markdown.chart_note(review, decisions),
        "json": lambda: fhir.fhir_bundle(review, decisions, render(review, state, settings or Settings())),
        "ics": lambda: calendar.monitoring_ics(review),
        "svg": lambda: svg.graph_svg(review),
        "png": lambda: pictures.graph_png(review),
        "matrix.svg": lambda: svg.matrix_svg(review),
        "matrix.png": lambda: pictures.matrix_png(review),
    }
    return made[ending]()


def page_images(content: bytes, scale: float, report: Progress) -> list[tuple[int, int, bytes]]:
    """The pages as width, height and RGBA bytes; ``scale`` 1 is 72 px an inch. ``report`` may stop it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        pages = []
        for index in range(len(document)):
            report(index, len(document))
            bitmap = document[index].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            pages.append((bitmap.width, bitmap.height, bytes(bitmap.buffer)))
        return pages
    finally:
        document.close()
