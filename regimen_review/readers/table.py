"""Tables: CSV, TSV, semicolons, pipes and spreadsheets, as exported, typed by hand or pasted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.columns import ColumnMapping, Corrections, guess_mapping, looks_like_header
from regimen_review.readers.folding import fold_duplicates
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.table_rows import Table, months_come_first, statements_of

MOST_ROWS = 200_000
"""Rows of one table; a longer one is refused with a sentence."""
_HEADER_WITHIN = 15
_LONGEST_HEADER = 100_000
"""Characters of a line that are looked at to see whether it is a header."""
_DELIMITERS = ("\t", ";", ",", "|")


def _lines_with(text: str) -> list[str]:
    return [line[:_LONGEST_HEADER] for line in text.split("\n", 60)[:60] if line.strip()]


def delimiter_of(text: str) -> str | None:
    """The delimiter of a table whose header stands within its first lines; None where the text is no table."""
    lines = _lines_with(text)
    for delimiter in _DELIMITERS:
        for index, line in enumerate(lines[:_HEADER_WITHIN]):
            cells = next(csv.reader([line], delimiter=delimiter), [])
            if len(cells) < 2 or not looks_like_header(cells) or any(len(c) > 60 for c in cells):
                continue
            following = [next(csv.reader([x], delimiter=delimiter), []) for x in lines[index + 1 : index + 12]]
            fitting = sum(abs(len(f) - len(cells)) <= max(1, len(cells) // 4) for f in following)
            if not following or fitting * 2 >= len(following):
                return delimiter
    return None


_RULE_CELL = re.compile(r"\s*:?[-=_]{2,}:?\s*")


def _records(text: str, delimiter: str, name: str) -> list[tuple[list[str], int]]:
    """The rows that hold anything, with their lines. Lines that only rule a table off (``|---|---|``) are none."""
    csv.field_size_limit(10_000_000)
    if delimiter == "|":
        text = "\n".join(line.strip().removeprefix("|").removesuffix("|") for line in text.split("\n"))
    rows = _rows(text, delimiter, name, quoted=True)
    width = max((len(r) for r, _ in rows[:_HEADER_WITHIN]), default=0)
    if '"' in text and any(_swallowed(cell, delimiter, width) for row, _ in rows for cell in row):
        return _rows(text, delimiter, name, quoted=False)
    return rows


def _rows(text: str, delimiter: str, name: str, *, quoted: bool) -> list[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    found: list[tuple[list[str], int]] = []
    try:
        for row in reader:
            cells = row if quoted else [c.strip().strip('"') for c in row]
            if any(c.strip() for c in cells) and not all(_RULE_CELL.fullmatch(c) or not c.strip() for c in cells):
                found.append((cells, reader.line_num))
            if len(found) > MOST_ROWS:
                raise UserError(f"The table has more than {MOST_ROWS} rows; keep the rows of one patient.", file=name)
    except csv.Error as error:
        raise UserError(f"The table cannot be read ({error}).", file=name, place=f"line {reader.line_num}") from None
    return found


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """Whether a cell holds whole rows of the table: a quotation mark that nobody closed took them in."""
    return "\n" in cell and any(line.count(delimiter) >= max(1, width - 1) for line in cell.split("\n")[1:])


def _divided(records: list[tuple[list[str], int]]) -> tuple[list[str], list[tuple[list[str], int]]]:
    """(header, rows). Rows above the header (a title, a patient's name) are passed over; without a header the
    columns get numbers.
    """
    for index, (row, _) in enumerate(records[:_HEADER_WITHIN]):
        if looks_like_header(row):
            return row, [r for r in records[index + 1 :] if r[0] != row]
    width = max((len(r) for r, _ in records), default=0)
    return [f"column {i + 1}" for i in range(width)], records


Correction = ColumnMapping | Corrections | None
"""A person's correction of this table's columns, or all those that are remembered, by header."""


def _corrected(header: list[str], correction: Correction) -> ColumnMapping | None:
    if isinstance(correction, ColumnMapping):
        return correction if len(correction.columns) == len(header) else None
    plain = ColumnMapping(tuple(h.strip() for h in header), ())
    meanings = correction.get(plain.key) if correction else None
    if meanings is None or len(meanings) != len(header):
        return None
    return ColumnMapping(plain.columns, meanings, wide=meanings.count("name") > 1)


def tabled(records: Iterable[tuple[Sequence[str], int]], mapping: Correction = None) -> Table:
    """Rows with their numbers -> a table; the columns are guessed where no correction fits this header."""
    header, rows = _divided([(list(r), n) for r, n in records])
    cells = [tuple(r) for r, _ in rows]
    chosen = _corrected(header, mapping) or guess_mapping(header, cells)
    return Table(chosen, tuple(cells), tuple(n for _, n in rows), months_come_first(cells, chosen))


def _left_out(table: Table) -> tuple[str, ...]:
    index = table.mapping.indices("patient")
    if table.mapping.wide and len(table.rows) > 1:
        return (f"The table holds {len(table.rows)} people, one a row; all of them were read as one list.",)
    if table.mapping.wide or not index:
        return ()
    people = {row[index[0]].strip() for row in table.rows if index[0] < len(row) and row[index[0]].strip()}
    if not 1 < len(people) < len(table.rows):
        return ()
    return (f"The table holds rows of {len(people)} patients; all of them were read as one list.",)


def listed(table: Table, kind: str, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """A table -> the list it holds, with the questions that its columns raise."""
    if not table.mapping.indices("name") and not table.mapping.indices("code"):
        raise UserError("No column of the table holds the names of medicines; say which one does.", file=name)
    statements = fold_duplicates(statements_of(table, KnownNames(vocabulary)))
    unsure = tuple(f"Is “{column}” the column with the medicines? Its heading does not say so." for column in table.mapping.unsure)
    return MedicationList(kind, statements, left_out=_left_out(table), asked=unsure)


def table_of_text(text: str, name: str = "the table", mapping: Correction = None) -> Table:
    """The table in a text, with its guessed mapping (for a dialog that shows and corrects it)."""
    delimiter = delimiter_of(text)
    if delimiter is None:
        raise UserError("This text is no table with a header.", file=name)
    return tabled(_records(text, delimiter, name), mapping)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file, before anything is read from it: what a person looks at to set its columns.

    ``kind`` is the format that the list will have (``csv`` or ``xlsx``); ``title`` the name of the sheet, empty for text.
    """

    table: Table
    kind: str
    name: str
    title: str = ""

    @property
    def mapping(self) -> ColumnMapping:
        """What the columns mean."""
        return self.table.mapping

    def with_mapping(self, mapping: ColumnMapping) -> Sheet:
        """The same rows with columns set by a person; dates are judged anew, as other columns may hold them now."""
        first = months_come_first(self.table.rows, mapping)
        return replace(self, table=replace(self.table, mapping=mapping, month_first=first))

    def beginning(self, rows: int) -> Sheet:
        """The first rows only."""
        return replace(self, table=replace(self.table, rows=self.table.rows[:rows], lines=self.table.lines[:rows]))


def read_sheet(sheet: Sheet, vocabulary: Vocabulary | None = None) -> MedicationList:
    """A sheet -> the list. Raises UserError where no column holds a medicine."""
    return listed(sheet.table, sheet.kind, sheet.name, vocabulary)


def read_table(text: str, name: str, vocabulary: Vocabulary | None = None, mapping: Correction = None) -> MedicationList:
    """Delimited text -> the list. ``mapping`` is the person's correction of :func:`table_of_text`'s guess."""
    return listed(table_of_text(text, name, mapping), "csv", name, vocabulary)


def is_table(text: str) -> bool:
    """Whether delimited text with a header that names medicines was given."""
    return bool(re.search(r"[,;\t|]", text[:5000])) and delimiter_of(text[:40_000]) is not None
