"""Which format a list is in, by its content, and the reader for it."""

from __future__ import annotations

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.decoding import clean, decode
from regimen_review.readers.text import read_note


def read_content(content: bytes, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """Read bytes by what they are."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UserError("The file is empty.", file=name)
    return read_written(decode(content, name), name, vocabulary)


def read_written(raw: str, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """Read text by what it is."""
    text = clean(raw)
    if not text.strip():
        raise UserError("There is no text in it.", file=name)
    return read_note(text, vocabulary)
