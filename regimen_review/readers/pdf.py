"""PDF with a text layer: the words in reading order, read as a note or a table."""

from __future__ import annotations

import io
import logging

import pdfplumber

from regimen_review.errors import UserError

_MOST_PAGES = 60
_MOST_CHARACTERS = 400_000
_LARGEST = 40 * 1024 * 1024

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def _pages(content: bytes) -> tuple[list[str], list[str]]:
    pages: list[str] = []
    left_out: list[str] = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        total = len(document.pages)
        for page in document.pages[:_MOST_PAGES]:
            pages.append(page.extract_text(x_tolerance=1.5, y_tolerance=3, layout=False) or "")
            page.close()
            if sum(map(len, pages)) > _MOST_CHARACTERS:
                left_out.append("The PDF holds very much text; only its beginning was read.")
                break
        if total > _MOST_PAGES:
            left_out.append(f"The PDF has {total} pages; the first {_MOST_PAGES} were read.")
    return pages, left_out


def text_of_pdf(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """(text, what was left out). Scans without a text layer are refused with a sentence: there is nothing to read."""
    if len(content) > _LARGEST:
        raise UserError("The PDF is too large to be a list of medicines.", file=name)
    try:
        pages, left_out = _pages(content)
    except Exception as error:  # the libraries raise whatever a damaged page makes them stumble over
        locked = any("Password" in type(e).__name__ for e in (error, *error.args))
        raise UserError("The PDF is locked with a password." if locked else "The PDF is damaged and cannot be read.", file=name) from None
    text = "\n".join(pages)
    if len(text.strip()) < 3:
        raise UserError("The PDF holds no text (a scan or a picture); type the list or paste its text.", file=name)
    return text, tuple(left_out)
