"""A table that was opened and whose columns a person may set before it is read as a list. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from regimen_review.errors import UserError
from regimen_review.readers.columns import ColumnMapping, Meaning, guess_mapping

if TYPE_CHECKING:
    from regimen_review.patient import MedicationList
    from regimen_review.readers.table import Sheet


@dataclass(frozen=True)
class OpenedTable:
    """The sheets of a file (or the one table of a text), and which of them is read.

    ``remembered``: its columns were set on this workstation before, so nobody needs to be asked.
    """

    sheets: tuple[Sheet, ...]
    chosen: int = 0
    path: Path | None = None
    remembered: bool = False

    @property
    def sheet(self) -> Sheet:
        """The sheet that is read."""
        return self.sheets[self.chosen]

    @property
    def mapping(self) -> ColumnMapping:
        """What its columns mean."""
        return self.sheet.mapping

    @property
    def readable(self) -> bool:
        """Whether any column holds medicines."""
        return bool(self.mapping.indices("name") or self.mapping.indices("code"))

    def samples(self, column: int, count: int = 3) -> tuple[str, ...]:
        """The first different texts of a column."""
        cells = (row[column].strip() for row in self.sheet.table.rows if column < len(row))
        found = dict.fromkeys(c for c in cells if c)
        return tuple(found)[:count]

    def turned_to(self, chosen: int) -> OpenedTable:
        """Another sheet of the file."""
        return replace(self, chosen=chosen)

    def with_meaning(self, column: int, meaning: Meaning) -> OpenedTable:
        """One column set. Where a row is one medicine, only one column names it: the one that did before is left out."""
        old = self.mapping
        meanings = list(old.meanings)
        if meaning == "name" and not old.wide:
            meanings = ["ignore" if m == "name" else m for m in meanings]
        meanings[column] = meaning
        return self._mapped(ColumnMapping(old.columns, tuple(meanings), old.wide))

    def one_row_a_person(self, *, wide: bool) -> OpenedTable:
        """Whether a row is one person with a medicine in several columns, or one medicine."""
        old = self.mapping
        guessed = guess_mapping(old.columns, self.sheet.table.rows[:200])
        if guessed.wide == wide:
            return self._mapped(guessed)
        first = next(iter(old.indices("name")), None)
        meanings = tuple("ignore" if m == "name" and not wide and i != first else m for i, m in enumerate(old.meanings))
        return self._mapped(ColumnMapping(old.columns, meanings, wide))

    def guessed_again(self) -> OpenedTable:
        """The columns as they are guessed from heading and cells."""
        return replace(self._mapped(guess_mapping(self.mapping.columns, self.sheet.table.rows[:200])), remembered=False)

    def _mapped(self, mapping: ColumnMapping) -> OpenedTable:
        sheets = list(self.sheets)
        sheets[self.chosen] = self.sheet.with_mapping(mapping)
        return replace(self, sheets=tuple(sheets))


def opened(sheets: Sequence[Sheet], known: Callable[[str], bool], path: Path | None = None) -> OpenedTable | None:
    """What to show for the sheets of a file; None where it holds no table. ``known``: whether a header is remembered."""
    if not sheets:
        return None
    return OpenedTable(tuple(sheets), path=path, remembered=known(sheets[0].mapping.key))


def first_rows(table: OpenedTable, rows: int = 3) -> MedicationList | str:
    """What the first rows say, read with the columns as they are set; the sentence where they say nothing."""
    from regimen_review.readers.table import read_sheet

    try:
        return read_sheet(table.sheet.beginning(rows))
    except UserError as error:
        return error.sentence


class TableReader(Protocol):
    """Who opens tables for the window."""

    def open_table(self, path: Path) -> OpenedTable | None:
        """The table in a file; None where it is no table."""

    def paste_table(self, text: str) -> OpenedTable | None:
        """The table in a text; None where it is no table."""

    def list_of(self, table: OpenedTable) -> MedicationList:
        """The list that a table holds with its columns as they are set."""

    def remember_columns(self, mapping: ColumnMapping) -> None:
        """Keep the columns for every table with this header."""

    def forget_columns(self, key: str) -> bool:
        """Guess the columns of a header again; whether they were remembered."""
