"""XLSX and its relatives: cells as text, formulas by their stored results, nothing run, nothing fetched."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from python_calamine import CalamineError, CalamineWorkbook

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.decoding import clean
from regimen_review.readers.table import MOST_ROWS, Correction, listed, tabled
from regimen_review.readers.table_rows import Table

_LARGEST_INSIDE = 300 * 1024 * 1024
_HIGHEST_RATIO = 200
_SMALL = 20 * 1024 * 1024


def _check_archive(content: bytes, name: str) -> None:
    """A zip bomb shows in its directory: refuse it before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise UserError("The spreadsheet is damaged and cannot be opened.", file=name) from None
    unpacked = sum(e.file_size for e in entries)
    packed = max(1, sum(e.compress_size for e in entries))
    if unpacked > _LARGEST_INSIDE or (unpacked > _SMALL and unpacked / packed > _HIGHEST_RATIO) or len(entries) > 5000:
        raise UserError("The spreadsheet unpacks to far more than a list of medicines can hold; it was not opened.", file=name)


def _cell(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return _text(str(value))


@lru_cache(maxsize=20_000)
def _text(value: str) -> str:
    """Cells repeat: each different text is cleaned once."""
    return clean(value).strip()[:2000]


def sheets_of(content: bytes, name: str) -> list[list[tuple[list[str], int]]]:
    """Every sheet that holds anything, as rows of texts with their numbers. Raises UserError for what cannot be opened."""
    if content.startswith(b"PK"):
        _check_archive(content, name)
    sheets: list[list[tuple[list[str], int]]] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows: list[tuple[list[str], int]] = []
            for number, row in enumerate(book.get_sheet_by_name(title).iter_rows(), start=1):
                cells = [_cell(c) for c in row]
                if any(cells):
                    rows.append((cells, number))
                if len(rows) > MOST_ROWS:
                    raise UserError(f"The sheet has more than {MOST_ROWS} rows; keep the rows of one patient.", file=name)
            sheets.append(rows)
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile):
        raise UserError("The spreadsheet cannot be opened: it is damaged, encrypted or of an unknown kind.", file=name) from None
    return [s for s in sheets if s]


def table_of_sheet(content: bytes, name: str, mapping: Correction = None) -> Table:
    """The sheet that holds medicines, else the first one that holds anything, with its guessed mapping."""
    tables = [tabled(rows, mapping) for rows in sheets_of(content, name)]
    if not tables:
        raise UserError("The spreadsheet is empty.", file=name)
    return next((t for t in tables if t.mapping.indices("name") and not t.mapping.unsure), tables[0])


def read_spreadsheet(content: bytes, name: str, vocabulary: Vocabulary | None = None, mapping: Correction = None) -> MedicationList:
    """A spreadsheet -> the list it holds."""
    return listed(table_of_sheet(content, name, mapping), "xlsx", name, vocabulary)
