"""The review as a workbook (XLSX) and as CSV; no cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import Any

from exports.decided import OPEN, Decisions
from exports.digest import review_digest
from exports.tables import Cell, Sheet, findings_sheet, sheets_of, starts_a_formula
from regimen_review.findings import Review

_MOST = 32_767
"""Characters that a cell of Excel holds."""
_INNER = re.compile(r"""([;\t\r\n][ \t"]*)(?=[=+@]|-(?! ))""")
"""Where a spreadsheet that parts cells at semicolons or tabs (as with German settings) would find a formula within a text."""
_COLOURS = {"Danger": "#74103F", "Warning": "#C4361A", "Caution": "#7A5600", "Note": "#3F7CC0"}


def workbook(review: Review, decisions: Decisions = OPEN) -> bytes:
    """XLSX: a sheet each for findings, medications, burdens, monitoring, what was not checked, what was left quiet.

    Text is written as text, and what starts like a formula is marked as quoted, so that it stays text when it is
    edited. The same review gives the same bytes.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Regimen review", "author": "Regimen Review", "created": datetime(2000, 1, 1)})
    formats = _formats(book)
    for sheet in sheets_of(review, decisions, review_digest(review)):
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 10}
    formats = {
        "head": book.add_format({**plain, "bold": True, "bottom": 2, "bg_color": "#F1F3F5"}),
        "text": book.add_format(plain),
        "quoted": book.add_format({**plain, "quote_prefix": True}),
        "date": book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
        "number": book.add_format({**plain, "num_format": "0.##"}),
    }
    return formats | {word: book.add_format({**plain, "bold": True, "font_color": colour}) for word, colour in _COLOURS.items()}


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, (head, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, head, formats["head"])
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, formats)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    elif isinstance(cell, (int, float)):
        page.write_number(row, column, cell, formats["number"])
    else:
        text = cell if len(cell) <= _MOST else cell[: _MOST - 30] + " … (shortened for Excel)"
        page.write_string(row, column, text, formats["quoted" if starts_a_formula(text) else text if text in _COLOURS else "text"])


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)):
        return f"{cell:g}"
    return _INNER.sub(r"\1'", f"'{cell}" if starts_a_formula(cell) else cell)


def findings_csv(review: Review, decisions: Decisions = OPEN) -> bytes:
    """CSV (RFC 4180, UTF-8 with a mark for Excel): one row a finding; below it what was not checked, as rows of kind
    ``not-checked``, so that the file is never read as an all-clear.
    """
    sheet = findings_sheet(review, decisions)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(sheet.heads)
    for row in sheet.rows:
        writer.writerow([_csv_cell(c) for c in row])
    kind, headline, why = sheet.heads.index("kind"), sheet.heads.index("headline"), sheet.heads.index("consequence")
    for line in (*((n.what, n.why) for n in review.not_checked), *((left, "left out when reading") for left in review.left_out)):
        cells = [""] * len(sheet.heads)
        cells[kind], cells[headline], cells[why] = "not-checked", _csv_cell(line[0]), _csv_cell(line[1])
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
