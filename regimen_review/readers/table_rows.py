"""Rows of a table with a column mapping -> statements. One row a drug, or one row a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from regimen_review.readers.columns import ColumnMapping, Meaning
from regimen_review.readers.dates import read_date
from regimen_review.readers.dosage import read_directions
from regimen_review.readers.entry import product_name
from regimen_review.readers.error_prone import error_prone
from regimen_review.readers.folding import MOST_SOURCES
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.list_cutting import NOT_AN_ENTRY
from regimen_review.readers.numbers import COUNT, read_number
from regimen_review.readers.product import Product, says_no_medication
from regimen_review.readers.routes_written import route_of
from regimen_review.readers.schedule import first_schedule
from regimen_review.readers.sig_tokens import scan
from regimen_review.readers.status_written import status_written
from regimen_review.readers.units import dose_unit
from regimen_review.regimen import Coding, Dosage, Frequency, MedicationStatement, Place, Quantity, Status

_CODE_SYSTEMS = (
    ("rxnorm", r"rx|drug_source_value"),
    ("ndc", r"ndc"),
    ("atc", r"atc"),
    ("snomed", r"snomed|sct"),
    ("dm+d", r"dm\+?d"),
    ("cvx", r"cvx"),
)
_STATUS: tuple[tuple[str, Status], ...] = (
    (r"^(?:n|no|false|0|inactive|stopped|discontinued|ended|past|expired|old|former)\b|no longer", "stopped"),
    (r"^(?:completed|finished)", "completed"),
    (r"hold|held|suspend|paused", "on-hold"),
    (r"cancel|void|error", "cancelled"),
    (r"refus|declin|not taking|never", "not-taken"),
    (r"plan|pending|to start|draft|intended", "planned"),
    (r"^(?:given|administered)", "given"),
    (r"prn|as needed|as required", "prn"),
    (r"^(?:y|yes|true|1|active|current|ongoing|continue|taking|regular)", "active"),
)
_TRUE = {"y", "yes", "true", "1", "x", "prn"}


Cells = Mapping[Meaning, str]
"""What one row says, by what its columns mean; empty cells are absent."""
_date = lru_cache(maxsize=20_000)(read_date)
_schedule = lru_cache(maxsize=5_000)(first_schedule)
_route = lru_cache(maxsize=5_000)(route_of)


@dataclass(frozen=True, slots=True)
class Table:
    """A header with its rows; ``lines`` are the rows' numbers in the file."""

    mapping: ColumnMapping
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    month_first: bool = False


def months_come_first(rows: Iterable[Sequence[str]], mapping: ColumnMapping) -> bool:
    """Whether the dates of the table are American: a day above 12 stands second and never first."""
    indices = [*mapping.indices("start"), *mapping.indices("stop")]
    cells = [row[i] for row in rows for i in indices if i < len(row)]
    pairs = [(int(m[1]), int(m[2])) for m in (re.match(r"\s*(\d{1,2})/(\d{1,2})/\d{2,4}", c) for c in cells) if m]
    return any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)


def _code(mapping: ColumnMapping, row: Sequence[str]) -> tuple[Coding, ...]:
    found = []
    for index in mapping.indices("code"):
        written = row[index].strip() if index < len(row) else ""
        if not written or written in {"0", "NULL", "NA", "None"}:
            continue
        heading = mapping.columns[index].lower()
        said = mapping.cell(row, "code-system").lower()
        system = next((s for s, pattern in _CODE_SYSTEMS if re.search(pattern, f"{heading} {said}")), _system_by_shape(written))
        found.append(Coding(system, re.sub(r"\.0$", "", written)))
    return tuple(found)


def _system_by_shape(code: str) -> str:
    """The system that a code's shape tells: ATC letters, NDC with hyphens or eleven digits, else RxNorm's numbers."""
    if re.fullmatch(r"[A-Z]\d{2}[A-Z]{2}\d{2}", code):
        return "atc"
    if re.fullmatch(r"\d{4,5}-\d{3,4}-\d{1,2}|\d{11}", code):
        return "ndc"
    return "rxnorm" if re.fullmatch(r"\d{1,7}(?:\.0)?", code) else "snomed" if re.fullmatch(r"\d{8,18}", code) else ""


def _status(cells: Cells, stop: date | None, as_of: date | None, said: str, *, prn: bool) -> Status:
    told = _told(cells.get("status", ""))
    if told and told != "active":
        return told
    spoken = _spoken_status(said, prn)
    if spoken in {"stopped", "on-hold", "cancelled", "not-taken", "planned", "completed"} and not told:
        return spoken
    if stop is not None and told != "active" and (as_of is None or stop < as_of):
        return "stopped"
    return "prn" if prn else "active"


@lru_cache(maxsize=5_000)
def _told(written: str) -> Status | None:
    return next((s for pattern, s in _STATUS if written and re.search(pattern, written, re.IGNORECASE)), None)


_spoken_status = lru_cache(maxsize=20_000)(lambda said, prn: status_written(said, prn=prn))


def _dose(written: str, unit: str) -> Quantity | None:
    value = read_number(re.sub(r"\.0$", "", written)) if written else None
    if value is None or not unit:
        return None
    return Quantity(value, dose_unit(unit) or unit)


def _frequency(written: str, value: str, unit: str) -> Frequency | None:
    count, unit = read_number(value), unit.strip("/")
    if count:
        per = {"d": "d", "day": "d", "wk": "wk", "week": "wk", "w": "wk", "mo": "mo", "month": "mo", "h": "h"}.get(
            unit.lower(), "d" if not unit else None
        )
        return Frequency(count, 1, per) if per else None
    schedule = _schedule(written)
    return schedule.frequency if schedule else None


_DOSING: tuple[Meaning, ...] = (
    "strength", "sig", "frequency", "form", "route", "dose", "dose-unit", "duration", "prn", "frequency-value", "frequency-unit",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _dosage(name: str, cells: tuple[str, ...]) -> Dosage:
    """What the dosing cells of a row (in the order of :data:`_DOSING`) say together; rows repeat them."""
    strength, sig, frequency, form, route, written_dose, unit, duration, prn, value, per = cells
    spoken_dose = written_dose if re.search(r"[A-Za-z]", written_dose) else ""
    said = " ".join(dict.fromkeys(p for p in (name, strength, spoken_dose, sig, frequency, form, route) if p))
    spoken = read_directions(said).dosage
    days = read_number(duration)
    return replace(
        spoken,
        text=" ".join(p for p in (spoken_dose, sig, frequency) if p) or said,
        dose=_dose(written_dose, unit) or spoken.dose,
        frequency=_frequency(frequency, value, per) or spoken.frequency,
        route=_route(route) or spoken.route,
        form=form.lower() or spoken.form,
        prn=spoken.prn or prn.lower() in _TRUE,
        duration_days=spoken.duration_days or (days if days and sig == "" else None),
    )


_ANY_NAME = "Name"
_COUNTED = re.compile(rf"\d|{COUNT}", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def _only_names(written: str) -> bool:
    """Whether a name says nothing but a name: no figure, form, direction, standing or error-prone spelling. What its row
    says is then the same for every such name, and is read once for all of them.
    """
    reading = read_directions(written)
    bare = not reading.tokens and reading.dosage == Dosage(text=written.strip())
    return bare and not _COUNTED.search(written) and not error_prone(written) and status_written(written) == "active"


def _dosage_of(written: str, cells: Cells) -> Dosage:
    dosing = tuple(cells.get(m, "") for m in _DOSING)
    if not _only_names(written):
        return _dosage(written, dosing)
    found = _dosage(_ANY_NAME, dosing)
    return replace(found, text=found.text.replace(_ANY_NAME, written, 1)) if found.text.startswith(_ANY_NAME) else found


def _one_drug(table: Table, row: Sequence[str], line: int, as_of: date | None, known: KnownNames) -> MedicationStatement | None:
    cells = table.mapping.cells(row)
    written, codes = cells.get("name", ""), _code(table.mapping, row) if "code" in cells else ()
    if not written and not codes:
        return None
    if written and _is_no_entry(written):
        return None
    dosage = _dosage_of(written, cells)
    start = _date(cells.get("start", ""), month_first=table.month_first)
    stop = _date(cells.get("stop", ""), month_first=table.month_first)
    note = cells.get("note")
    said = " ".join((_ANY_NAME if _only_names(written) else written, cells.get("sig", ""), note or ""))
    return MedicationStatement(
        as_written=written or codes[0].code,
        name=_name(written, known),
        place=Place(line=line),
        status=_status(cells, stop, as_of, said, prn=dosage.prn),
        dosage=dosage,
        start=start,
        stop=stop,
        indication=cells.get("indication"),
        prescriber=cells.get("prescriber"),
        codes=codes,
        flags=error_prone(said),
        note=note,
    )


@lru_cache(maxsize=20_000)
def _is_no_entry(written: str) -> bool:
    return bool(NOT_AN_ENTRY.match(written)) or says_no_medication(Product(written))


@lru_cache(maxsize=20_000)
def _name(written: str, known: KnownNames) -> str:
    """A cell that holds directions too (``metformin 500 mg bd``) is cut to the product."""
    tokens = scan(written)
    if any(t.kind in {"schedule", "prn", "duration"} for t in tokens):
        return product_name(written, tokens, known)[0] or written
    return written


def _wide_row(table: Table, row: Sequence[str], line: int, known: KnownNames) -> Iterator[MedicationStatement]:
    """One person a row: every drug column is an entry."""
    for index in table.mapping.indices("name"):
        written = row[index].strip() if index < len(row) else ""
        if not re.search(r"[^\W\d_]{2}", written) or NOT_AN_ENTRY.match(written):
            continue
        dosage = read_directions(written).dosage
        yield MedicationStatement(
            as_written=written,
            name=_name(written, known),
            place=Place(line=line, path=table.mapping.columns[index]),
            status=status_written(written, prn=dosage.prn),
            dosage=dosage,
            flags=error_prone(written),
        )


def statements_of(table: Table, known: KnownNames) -> list[MedicationStatement]:
    """Every drug of the table. A stop date counts against the latest date in the table, which is when it was made."""
    found: list[MedicationStatement] = []
    latest = _latest(table)
    if table.mapping.wide:
        return [s for row, line in zip(table.rows, table.lines, strict=True) for s in _wide_row(table, row, line, known)]
    for row, (line, *again) in _different_rows(table).items():
        statement = _one_drug(table, row, line, latest, known)
        if statement is not None:
            found.append(replace(statement, sources=tuple(Place(line=n) for n in again[:MOST_SOURCES])) if again else statement)
    return found


def _different_rows(table: Table) -> dict[tuple[str, ...], list[int]]:
    """Each different row with the lines it stands in: a row that says the same again is only one more place."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        rows.setdefault(row, []).append(line)
    return rows


def _latest(table: Table) -> date | None:
    indices = [*table.mapping.indices("start"), *table.mapping.indices("stop")]
    days = (_date(row[i], month_first=table.month_first) for row in table.rows for i in indices if i < len(row) and row[i])
    latest = max((d for d in days if d is not None), default=None)
    return None if latest is None else date.fromordinal(min(latest.toordinal() + 1, date.max.toordinal()))
