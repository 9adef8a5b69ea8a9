"""DDInter's download files: CSV with Drug_A, Drug_B and Level (Major, Moderate, Minor, Unknown)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from interaction_db.sources.content import Files, NameReader, Rating, Ratings, SourceContent, text_of
from regimen_review.errors import UserError
from regimen_review.knowledge import Severity

_GRADES: dict[str, Severity] = {"major": "major", "moderate": "moderate", "minor": "minor"}
_LOCAL = re.compile(r"\((?:topical|ophthalmic|otic|nasal|vaginal|inhalation)\)\s*$", re.IGNORECASE)


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    reader = csv.DictReader(io.StringIO(text_of(path)))
    needed = {"Drug_A", "Drug_B", "Level"}
    if not needed <= set(reader.fieldnames or ()):
        raise UserError("This is no DDInter file: its first line must name the columns Drug_A, Drug_B and Level.", file=path.name)
    try:
        for row in reader:
            a, b, level = (row.get(c) or "" for c in ("Drug_A", "Drug_B", "Level"))
            if not a.strip() or not b.strip():
                raise UserError("A row has no drug in it; the file is cut off or damaged.", file=path.name, place=f"line {reader.line_num}")
            yield a.strip(), b.strip(), level.strip()
    except csv.Error as error:
        raise UserError(f"The table cannot be read ({error}).", file=path.name, place=f"line {reader.line_num}") from None


def read_ddinter(files: Files, names: NameReader) -> SourceContent:
    """The ratings. "Unknown" means that nobody rated the pair: it is left out. A local form ("Timolol (ophthalmic)") is
    not the drug as swallowed: its rows are left out too.
    """
    ratings = Ratings()
    rows = unrated = local = 0
    for path in files:
        for a, b, level in _rows(path):
            rows += 1
            if level.lower() not in _GRADES:
                unrated += 1
            elif _LOCAL.search(a) or _LOCAL.search(b):
                local += 1
            elif (one := names(a)) and (other := names(b)):
                ratings.add(one, other, Rating(level, _GRADES[level.lower()]))
    said = (
        (unrated, "rows without a rating (Unknown) mean nothing and were left out."),
        (local, "rows about local forms (topical, ophthalmic) were left out."),
    )
    notes = tuple(f"{count} {words}" for count, words in said if count)
    return SourceContent("ddinter", "DDInter", "DDInter", ratings.found, rows=rows, unmatched=tuple(names.unmatched), notes=notes)
