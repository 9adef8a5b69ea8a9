"""Which column of a table means what: guessed from headings and cells, shown, and corrected by the person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Meaning = Literal[
    "name", "code", "code-system", "strength", "dose", "dose-unit", "form", "frequency", "frequency-value", "frequency-unit", "route", "sig",
    "start", "stop", "status", "indication", "prescriber", "prn", "patient", "duration", "note", "ignore",
]  # fmt: skip

Corrections = Mapping[str, tuple[Meaning, ...]]
"""Column meanings that a person once set right, by :attr:`ColumnMapping.key`."""
_HEADINGS: tuple[tuple[Meaning, str], ...] = (
    ("patient", r"^(?:patient|person|subject|usubjid|pid|mrn|participant|record|hadm)[ _]?(?:id|no|number|key)?$|^patient$|^id$"),
    ("code-system", r"^(?:code|coding)[ _]?system$|^vocabulary"),
    ("code", r"^(?:rx[ _-]?norm|rxcui|ndc(?:[ _]?code)?|atc(?:[ _]?code)?|snomed(?:[ _]?ct)?|dm\+?d|drug_source_value|drug[ _]?code|med(?:ication)?[ _]?code|code|cvx)$"),
    ("start", r"^(?:start(?:[ _]?(?:date|time|datetime|dtc))?|startdate|date[ _]?started|begin|from|cmstdtc|drug_exposure_start_date|order(?:ed)?[ _]?date|prescribed[ _]?(?:on|date)|since|date[ _]?prescribed|dispens\w+[ _]?date|begindatum|debut)$"),
    ("stop", r"^(?:stop(?:[ _]?date)?|end(?:[ _]?(?:date|time))?|enddate|date[ _]?(?:stopped|ended)|until|to|cmendtc|drug_exposure_end_date|discontinued(?:[ _]?(?:on|date))?|stopdate|stopped|fin)$"),
    ("status", r"^(?:status|state|active|current|med(?:ication)?[ _]?status|taking|ongoing|cmenrf)\??$"),
    ("prn", r"^(?:prn|as[ _]?(?:needed|required))\??$"),
    ("frequency-value", r"^(?:frequency_value|times[ _]?per[ _]?day|daily[ _]?frequency|freq[ _]?value|n[ _]?per[ _]?day)$"),
    ("frequency-unit", r"^(?:frequency_unit|freq[ _]?unit)$"),
    ("frequency", r"^(?:freq(?:uency)?|cmdosfrq|how often|schedule|times?|timing|häufigkeit|interval|per day)$"),
    ("dose-unit", r"^(?:dose[ _]?units?(?:[ _]?rx)?|units?|cmdosu|dose_unit_rx|dose_unit_source_value|q_to_take_unit|dosage[ _]?unit|uom)$"),
    ("dose", r"^(?:dose(?:[ _]?(?:value|amount|val[ _]?rx))?|dosage|cmdose|cmdostxt|dose_val_rx|q_to_take_value|amount|quantity[ _]?per[ _]?dose|dosis|dosierung|each time)$"),
    ("strength", r"^(?:strength|prod_strength|concentration|potency|stärke|styrke|sterkte)$"),
    ("form", r"^(?:form(?:ulation)?|dosage[ _]?form|dose[ _]?form|cmdosfrm|form_unit_disp|presentation)$"),
    ("route", r"^(?:route(?:[ _]?(?:of[ _]?administration|source_value))?|route_source_value|cmroute|admin[ _]?route)$"),
    ("sig", r"^(?:sig|directions?|instructions?|how (?:to )?tak\w*|how i (?:take|use)\w*|patient[ _]?instructions|dosing(?:[ _]?instructions)?|regimen|posology|label)$"),
    ("indication", r"^(?:indication|reason(?:description|[ _]?for[ _]?(?:use|taking))?|cmindc|why|used for|for|diagnosis|purpose|why i (?:take|use) it)$"),
    ("prescriber", r"^(?:prescriber|prescribed[ _]?by|doctor|provider|physician|ordered[ _]?by|consultant|gp)$"),
    ("duration", r"^(?:duration|days|days_supply|days[ _]?supply|length)$"),
    ("note", r"^(?:notes?|comments?|remarks?)$"),
    ("name", (r"^(?:drug(?:[ _]?name)?|medications?(?:[ _]?(?:name|display|description))?|medicines?(?:[ _]?name)?|meds?|description|name|cmtrt|generic(?:[ _]?name)?|brand(?:[ _]?name)?|product(?:[ _]?name)?|drug_name_generic|drug_name_poe|display|"
     r"drug[ _]?description|treatment|prescription|item|substance|active[ _]?ingredient|ingredient|medikament|wirkstoff|arzneimittel|médicament|medicamento|farmaco|geneesmiddel|lægemiddel|läkemedel|preparat|what|tablet|drug/dose|concept_name|drug_concept_name)$")),
)  # fmt: skip
_PATTERNS = tuple((meaning, re.compile(pattern, re.IGNORECASE)) for meaning, pattern in _HEADINGS)
_PREFERENCE = (
    "drug",
    "medication",
    "medicine",
    "cmtrt",
    "description",
    "name",
    "drug name",
    "drug_name",
    "product",
    "generic name",
    "generic",
)
_NUMBERED = re.compile(
    r"^(?P<stem>med(?:ication|icine|s)?|drug|rx|treatment|tablet|product|item|medicament\w*)[ _.#-]*(?P<number>\d{1,2})(?:[ _.-]*name)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column means. ``columns`` are the headings in order; ``meanings`` stand beside them.

    ``wide`` is True where one row is one person and several columns each hold a drug. A dialog shows and corrects
    this value; :attr:`key` is what a remembered correction is kept under.
    """

    columns: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    wide: bool = False
    unsure: tuple[str, ...] = field(default=())
    """Headings that were guessed from their cells, or not at all."""

    @property
    def key(self) -> str:
        """The header in one line: the same header gets the same remembered mapping."""
        return "|".join(c.strip().lower() for c in self.columns)

    def indices(self, meaning: Meaning) -> tuple[int, ...]:
        """The columns that have this meaning, in order."""
        return _indices(self.meanings, meaning)

    def cell(self, row: Sequence[str], meaning: Meaning) -> str:
        """The first cell of the row with this meaning that is not empty; empty text without one."""
        return next((row[i].strip() for i in self.indices(meaning) if i < len(row) and row[i].strip()), "")

    def cells(self, row: Sequence[str]) -> dict[Meaning, str]:
        """:meth:`cell` for every meaning that has something to say in this row."""
        found: dict[Meaning, str] = {}
        for meaning, indices in _positions(self.meanings):
            for i in indices:
                if i < len(row) and (text := row[i].strip()):
                    found[meaning] = text
                    break
        return found

    def changed(self, column: str, meaning: Meaning) -> ColumnMapping:
        """The same mapping with one column corrected."""
        meanings = tuple(meaning if c == column else m for c, m in zip(self.columns, self.meanings, strict=True))
        return ColumnMapping(
            self.columns, meanings, sum(1 for m in meanings if m == "name") > 1 and self.wide, tuple(u for u in self.unsure if u != column)
        )


@lru_cache(maxsize=1000)
def _indices(meanings: tuple[Meaning, ...], meaning: Meaning) -> tuple[int, ...]:
    return tuple(i for i, m in enumerate(meanings) if m == meaning)


@lru_cache(maxsize=100)
def _positions(meanings: tuple[Meaning, ...]) -> tuple[tuple[Meaning, tuple[int, ...]], ...]:
    return tuple((m, _indices(meanings, m)) for m in dict.fromkeys(meanings) if m != "ignore")


def _plain(heading: str) -> str:
    return re.sub(r"\s*\([^)]*\)\s*$", "", heading.strip().strip("*:\ufeff")).strip()


def meaning_of(heading: str) -> Meaning | None:
    """What a heading says its column is; None for a heading that says nothing known."""
    plain = _plain(heading)
    return next((meaning for meaning, pattern in _PATTERNS if pattern.match(plain)), None)


def looks_like_header(cells: Iterable[str]) -> bool:
    """Whether a row is a header of a table with medicines: a name or code column, and no amounts among the cells."""
    written = [c for c in cells if c.strip()]
    meanings = {meaning_of(c) for c in written} | {"name" if _NUMBERED.match(_plain(c)) else None for c in written}
    amounts = sum(bool(re.search(r"\d\s*(?:mg|mcg|ml|g)\b", c, re.IGNORECASE)) for c in written)
    return bool(meanings & {"name", "code"}) and amounts == 0


def guess_mapping(header: Sequence[str], rows: Sequence[Sequence[str]]) -> ColumnMapping:
    """Guess what each column of the header means; cells decide where a heading says nothing."""
    columns = tuple(h.strip() for h in header)
    numbered = [i for i, c in enumerate(columns) if _NUMBERED.match(_plain(c))]
    meanings: list[Meaning | None] = [meaning_of(c) for c in columns]
    if len(numbered) > 1:
        meanings = ["name" if i in numbered else m for i, m in enumerate(meanings)]
        return ColumnMapping(columns, tuple(m or "ignore" for m in meanings), wide=True)
    unsure: list[str] = []
    if "name" not in meanings and "code" not in meanings:
        best = _most_wordy(columns, rows, meanings)
        if best is not None:
            meanings[best] = "name"
            unsure.append(columns[best])
    return ColumnMapping(columns, tuple(_single_name(columns, meanings)), unsure=tuple(unsure))


def _single_name(columns: tuple[str, ...], meanings: list[Meaning | None]) -> list[Meaning]:
    """One name column: of several, the one whose heading is most to the point; the others are ignored."""
    names = [i for i, m in enumerate(meanings) if m == "name"]
    keep = min(
        names,
        key=lambda i: (_PREFERENCE.index(_plain(columns[i]).lower()) if _plain(columns[i]).lower() in _PREFERENCE else len(_PREFERENCE), i),
        default=None,
    )
    return ["ignore" if m == "name" and i != keep else (m or "ignore") for i, m in enumerate(meanings)]


def _most_wordy(columns: tuple[str, ...], rows: Sequence[Sequence[str]], meanings: list[Meaning | None]) -> int | None:
    """The column whose cells hold the most different words: most likely the names."""
    best, score = None, 0
    for i in range(len(columns)):
        if meanings[i] is not None:
            continue
        cells = {row[i].strip().lower() for row in rows[:200] if i < len(row) and re.search(r"[A-Za-z]{4}", row[i])}
        if len(cells) > score:
            best, score = i, len(cells)
    return best
