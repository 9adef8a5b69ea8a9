"""A table of the user's own: two columns of drugs, a severity, perhaps a text. The columns are guessed and shown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interaction_db.sources.content import Files, NameReader, Rating, Ratings, SourceContent, content_of, shortened
from regimen_review.errors import UserError
from regimen_review.knowledge import Severity
from regimen_review.readers.decoding import clean, decode
from regimen_review.readers.spreadsheet import sheets_of

_DRUG = r"(?:drug|medicine|medication|substance|ingredient|name|interactant|wirkstoff|product)"
_FIRST = re.compile(rf"^{_DRUG}[ _-]*(?:name[ _-]*)?(?:a|1|one|i|from)$|^(?:a|object|drug|substance)$", re.IGNORECASE)
_SECOND = re.compile(
    rf"^{_DRUG}[ _-]*(?:name[ _-]*)?(?:b|2|two|ii|to)$|^(?:b|precipitant|with|interacts?[ _-]?with|other[ _-]?drug)$", re.IGNORECASE
)
_SEVERITY = re.compile(r"sever|level|grade|risk|rating|seriousness|schwere|significance", re.IGNORECASE)
_TEXT = re.compile(r"desc|comment|effect|consequence|manage|mechan|text|note|recommend", re.IGNORECASE)
_GRADES: tuple[tuple[re.Pattern[str], Severity], ...] = (
    (re.compile(r"contra|^x$|do not (?:use|combine)|kontraind", re.IGNORECASE), "contraindicated"),
    (re.compile(r"^d$|major|severe|serious|high|avoid|schwer", re.IGNORECASE), "major"),
    (re.compile(r"^c$|moderate|medium|monitor|caution|mittel", re.IGNORECASE), "moderate"),
    (re.compile(r"^[ab]$|minor|mild|low|leicht|minim", re.IGNORECASE), "minor"),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, by number from 0; ``severity`` and ``text`` may be missing."""

    first: int
    second: int
    severity: int | None
    text: int | None

    def shown(self, header: Sequence[str]) -> str:
        """The guess as a sentence."""
        parts = [f"drugs in “{header[self.first]}” and “{header[self.second]}”"]
        parts.append(f"severity in “{header[self.severity]}”" if self.severity is not None else "no severity")
        parts.append(f"text in “{header[self.text]}”" if self.text is not None else "no text")
        return f"Columns read: {', '.join(parts)}."


def guess_columns(header: Sequence[str], wanted: Sequence[str], name: str) -> Columns:
    """The columns by their headings, or those that the person named (first drug, second drug, severity, text)."""
    plain = [h.strip() for h in header]
    if wanted:
        lower = [h.lower() for h in plain]
        missing = [w for w in wanted if w.strip().lower() not in lower]
        if missing or len(wanted) < 2:
            raise UserError(f"The table has no column “{', '.join(missing) or 'for the second drug'}”; it has {_listed(plain)}.", file=name)
        places: list[int | None] = [lower.index(w.strip().lower()) for w in wanted[:4]]
        first, second, severity, text = (*places, None, None)[:4]
        assert first is not None
        assert second is not None
        return Columns(first, second, severity, text)

    def find(pattern: re.Pattern[str], taken: set[int | None]) -> int | None:
        return next((i for i, h in enumerate(plain) if i not in taken and pattern.search(h)), None)

    one = find(_FIRST, set())
    other = find(_SECOND, {one})
    if one is None or other is None:
        raise UserError(
            f"It is not clear which two columns hold the drugs; the table has {_listed(plain)}. Say so with --columns FIRST,SECOND,SEVERITY.",
            file=name,
        )
    severity = find(_SEVERITY, {one, other})
    return Columns(one, other, severity, find(_TEXT, {one, other, severity}))


def _listed(header: Sequence[str]) -> str:
    return ", ".join(f"“{h}”" for h in header if h) or "no headings"


def _table(path: Path) -> list[tuple[list[str], int]]:
    content = content_of(path)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        sheets = sheets_of(content, path.name)
        if not sheets:
            raise UserError("The spreadsheet is empty.", file=path.name)
        return sheets[0][1]
    text = clean(decode(content, path.name))
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max("\t;,|", key=first.count)
    try:
        rows = [(row, n) for n, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1) if any(c.strip() for c in row)]
    except csv.Error as error:
        raise UserError(f"The table cannot be read ({error}).", file=path.name) from None
    if not rows:
        raise UserError("The table is empty.", file=path.name)
    return rows


def grade_of(written: str) -> Severity | None:
    """A table's own word on this program's scale; None where it is on none."""
    return next((g for pattern, g in _GRADES if pattern.search(written.strip())), None)


def read_own_table(files: Files, names: NameReader, columns: Sequence[str] = ()) -> SourceContent:
    """The ratings of one or more tables. Raises UserError where the columns cannot be told or no row has two known drugs."""
    ratings, notes, count, ungraded = Ratings(), [], 0, 0
    for path in files:
        (header, _), *rows = _table(path)
        chosen = guess_columns(header, columns, path.name)
        notes.append(chosen.shown(header))
        for row, _ in rows:
            count += 1
            cells = [*row, *[""] * (len(header) - len(row))]
            a, b = names(cells[chosen.first]), names(cells[chosen.second])
            said = cells[chosen.severity].strip() if chosen.severity is not None else ""
            grade = grade_of(said) if said else None
            ungraded += grade is None
            if a and b:
                ratings.add(a, b, Rating(said or "listed", grade, shortened(cells[chosen.text]) if chosen.text is not None else ""))
    if not ratings.found:
        raise UserError("No row names two drugs that the base knows; nothing was kept.", file=files[0].name)
    notes += [f"{ungraded} rows have no severity that is on a known scale; they are kept as written."] if ungraded else []
    title = files[0].stem
    return SourceContent(
        "table", title, title, ratings.found, rows=count, unmatched=tuple(n for n in names.unmatched if n), notes=tuple(notes)
    )
