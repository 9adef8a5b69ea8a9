"""XLSX and its relatives: cells as text, formulas by their stored results, nothing run, nothing fetched."""

from __future__ import annotations

import functools
import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from python_calamine import CalamineError, CalamineWorkbook

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.decoding import clean
from regimen_review.readers.table import MOST_ROWS, Correction, Sheet, read_sheet, tabled

_LARGEST_INSIDE = 300 * 1024 * 1024
_HIGHEST_RATIO = 200
_LONGEST_NUMBER = 12
_SMALL = 20 * 1024 * 1024


def _check_archive(content: bytes, name: str) -> None:
    """A zip bomb shows in its directory: refuse it before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, name)
            for entry in entries:
                if re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", entry.filename, re.IGNORECASE):
                    _check_reach(archive.read(entry), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise UserError("The spreadsheet is damaged and cannot be opened.", file=name) from None


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(e.file_size for e in entries)
    packed = max(1, sum(e.compress_size for e in entries))
    if unpacked > _LARGEST_INSIDE or (unpacked > _SMALL and unpacked / packed > _HIGHEST_RATIO) or len(entries) > 5000:
        raise UserError("The spreadsheet unpacks to far more than a list of medicines can hold; it was not opened.", file=name)


_ODD = (b"r='", b"r =", b"r\t=", b"r\n=", b"r\r=", b"r= ", b"r=\t", b"r=\n", b"r=\r")
"""Ways to write the attribute that no program uses; then every cell is looked at."""
_FAR = re.compile(rb' r="(?:[A-Za-z]{3}|[A-Za-z]+\d{6})')
_WIDE, _LONG = re.compile(rb' r="[A-Za-z]{2}'), re.compile(rb' r="[A-Za-z]+\d{5}')
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)""")
_MOST_CELLS = 10_000_000
"""The library lays out every cell between the first and the last: one stray cell in the far corner would take all memory."""


def _check_reach(sheet: bytes, name: str) -> None:
    """Refuse a sheet whose cells lie too far apart. A plain list is told by a few quick looks."""
    odd = any(way in sheet for way in _ODD)
    if not (odd or _FAR.search(sheet) or (_WIDE.search(sheet) and _LONG.search(sheet))):
        return
    columns, rows = set(), set()
    for m in _PLACE.finditer(sheet):
        columns.add(m[1].upper())
        rows.add(m[2][:_LONGEST_NUMBER])
    if not columns:
        return
    far = [functools.reduce(lambda sum_, letter: min(sum_ * 26 + letter - 64, _MOST_CELLS), c, 0) for c in columns]
    long = [int(r) for r in rows]
    if (max(far) - min(far) + 1) * (max(long) - min(long) + 1) > _MOST_CELLS:
        raise UserError(
            "The cells of the spreadsheet lie too far apart for a list of medicines; copy the list to a sheet of its own.", file=name
        )


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


Rows = list[tuple[list[str], int]]


def sheets_of(content: bytes, name: str) -> list[tuple[str, Rows]]:
    """Title and rows of every sheet that holds anything, cells as texts. Raises UserError for what cannot be opened."""
    if content.startswith(b"PK"):
        _check_archive(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(title, _rows(book, title, name)) for title in book.sheet_names]
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile):
        raise UserError("The spreadsheet cannot be opened: it is damaged, encrypted or of an unknown kind.", file=name) from None
    return [(title, rows) for title, rows in sheets if rows]


def _rows(book: CalamineWorkbook, title: str, name: str) -> Rows:
    rows: Rows = []
    texts: dict[str, str] = {"": ""}
    for number, row in enumerate(book.get_sheet_by_name(title).iter_rows(), start=1):
        cells = [(texts.get(c) or texts.setdefault(c, _text(c))) if c.__class__ is str else _cell(c) for c in row]
        if any(cells):
            rows.append((cells, number))
        if len(rows) > MOST_ROWS:
            raise UserError(f"The sheet has more than {MOST_ROWS} rows; keep the rows of one patient.", file=name)
    return rows


def sheets_in(content: bytes, name: str, mapping: Correction = None) -> tuple[Sheet, ...]:
    """Every sheet with its columns guessed, the one that most likely holds the medicines first."""
    sheets = [Sheet(tabled(rows, mapping), "xlsx", name, clean(title)) for title, rows in sheets_of(content, name)]
    if not sheets:
        raise UserError("The spreadsheet is empty.", file=name)
    return tuple(sorted(sheets, key=lambda s: not (s.mapping.indices("name") and not s.mapping.unsure)))


def read_spreadsheet(content: bytes, name: str, vocabulary: Vocabulary | None = None, mapping: Correction = None) -> MedicationList:
    """A spreadsheet -> the list it holds."""
    return read_sheet(sheets_in(content, name, mapping)[0], vocabulary)
