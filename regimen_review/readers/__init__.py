"""Whatever list the clinician has -> values: one file a format, recognised by content, one door.

read_medication_list(path)          a file
read_text(text)                     what was pasted
read_bytes(content, name)           what was dropped

A table can be looked at before it is read: sheets_in_file, sheets_in_text, read_sheet.
"""

from __future__ import annotations

from pathlib import Path

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.columns import Corrections
from regimen_review.readers.decoding import LARGEST_FILE
from regimen_review.readers.recognise import read_content, read_written, sheets_in_content, sheets_in_text
from regimen_review.readers.table import Sheet, read_sheet


def read_bytes(
    content: bytes, name: str = "the list", vocabulary: Vocabulary | None = None, corrected: Corrections | None = None
) -> MedicationList:
    """Read a list from a file's content; ``name`` is shown in errors and never trusted to tell the format.
    ``corrected`` holds the columns of headers that a person once set right.

    Raises :class:`UserError` with one finished sentence where nothing can be read.
    """
    if len(content) > LARGEST_FILE:
        raise UserError(f"The file has {len(content) // 1_000_000} MB; lists up to {LARGEST_FILE // 1_000_000} MB can be read.", file=name)
    return read_content(content, name, vocabulary, corrected)


def read_text(text: str, vocabulary: Vocabulary | None = None, corrected: Corrections | None = None) -> MedicationList:
    """Read what was pasted: a note, a list, or the text of any of the formats."""
    return read_written(text, "the pasted text", vocabulary, corrected)


def read_medication_list(path: Path, vocabulary: Vocabulary | None = None, corrected: Corrections | None = None) -> MedicationList:
    """Read a file. Raises :class:`UserError` where it is missing, unreadable, too large or no list."""
    return read_bytes(_content(path), path.name, vocabulary, corrected)


def sheets_in_file(path: Path, corrected: Corrections | None = None) -> tuple[Sheet, ...]:
    """The tables in a file whose columns a person may set, the likeliest first; none for a file of any other format.

    Raises :class:`UserError` as :func:`read_medication_list` does.
    """
    return sheets_in_content(_content(path), path.name, corrected)


def _content(path: Path) -> bytes:
    name = path.name
    try:
        if path.is_dir():
            raise UserError("This is a folder; choose a file.", file=name)
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UserError(f"The file has {size // 1_000_000} MB; lists up to {LARGEST_FILE // 1_000_000} MB can be read.", file=name)
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError("There is no such file.", file=name) from None
    except PermissionError:
        raise UserError("The file cannot be opened: you have no permission to read it.", file=name) from None
    except OSError as error:
        raise UserError(f"The file cannot be opened ({error.strerror or 'the system refused'}).", file=name) from None


__all__ = ["read_bytes", "read_medication_list", "read_sheet", "read_text", "sheets_in_file", "sheets_in_text"]
