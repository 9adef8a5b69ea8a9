"""From a review to pages: the PDF of :mod:`exports.pdf`, and images of its pages for the preview. Runs off the interface thread."""

from __future__ import annotations

from regimen_review.findings import Review
from regimen_review.progress import Progress
from ui.session import SessionState
from ui.settings import Settings


def render(review: Review, state: SessionState, settings: Settings) -> bytes:
    """The case-conference print of a review."""
    from exports.pdf import PrintOptions, render_review

    return render_review(review, PrintOptions(site=settings.site, question=state.question))


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
