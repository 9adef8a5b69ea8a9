"""The French thesaurus of interactions (ANSM) as JSON: rows between substances and classes, and the index of classes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from interaction_db.sources.content import Files, NameReader, Rating, Ratings, SourceContent, rank, shortened, text_of
from regimen_review.errors import UserError
from regimen_review.knowledge import Severity
from regimen_review.regimen import SubstanceId

_GRADES: tuple[tuple[str, Severity], ...] = (
    ("contre", "contraindicated"),
    ("deconseill", "major"),
    ("precaution", "moderate"),
    ("prendre en compte", "minor"),
)
_OTHERS = re.compile(r"^autres?\s+")
_LONGEST_LEVEL = 40
FAMILY = "ANSM"
"""The French thesaurus, its English translation and what is drawn from either are one list."""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'").split())


def _grade(level: str) -> Severity | None:
    said = _plain(level)
    return next((grade for word, grade in _GRADES if word in said), None)


def _entries(path: Path) -> list[Mapping[str, Any]]:
    try:
        told = json.loads(text_of(path))
    except (ValueError, RecursionError) as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else None
        raise UserError("The file is no whole JSON: it is cut off or damaged.", file=path.name, place=place) from None
    if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told) or not told:
        raise UserError("The file holds no list of entries, as the thesaurus does.", file=path.name)
    return told


class _Members:
    """Whom a name in the thesaurus means: the members of a class, or one substance."""

    def __init__(self, names: NameReader, codes: Mapping[str, str]) -> None:
        self._names, self._codes = names, codes
        self._classes: dict[str, set[SubstanceId]] = {}

    def learn(self, entry: Mapping[str, Any]) -> None:
        """Take in one line of the index."""
        written = str(entry.get("substance") or "")
        substance = self._substance(written)
        for title in entry.get("drug_classes") or ():
            members = self._classes.setdefault(_plain(str(title)), set())
            if substance:
                members.add(substance)

    def _substance(self, written: str) -> SubstanceId | None:
        return self._names(written, self._codes.get(_plain(written), ""))

    def of(self, written: str) -> set[SubstanceId]:
        """The substances that a side of a row names; ``autres …`` is the same class."""
        key = _plain(written)
        for title in (key, _OTHERS.sub("", key)):
            if title in self._classes:
                return self._classes[title]
        substance = self._substance(written.lower())
        return {substance} if substance else set()


def _codes(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in text_of(path).split("\n")[1:] if line.strip()]
    found: dict[str, str] = {}
    for row in rows:
        if len(row) > 1 and row[1].strip().isdigit():
            found.setdefault(_plain(row[0]), row[1].strip())
    return found


def read_ansm(files: Files, names: NameReader) -> SourceContent:
    """Rows expanded over their classes. Where a row has several levels (by dose or by patient) the gravest counts and
    all are named. Files are told apart by what stands in them; the index is needed wherever a row names a class.
    """
    tables = [p for p in files if p.suffix.lower() != ".tsv"]
    codes = {k: v for p in files if p.suffix.lower() == ".tsv" for k, v in _codes(p).items()}
    members, rows = _Members(names, codes), []
    for path in tables:
        for number, entry in enumerate(_entries(path), 1):
            if "drug_classes" in entry:
                members.learn(entry)
            elif "main_drug" in entry and "plus_drug" in entry:
                rows.append(entry)
            else:
                raise UserError("An entry is neither an interaction nor a line of the index.", file=path.name, place=f"entry {number}")
    if not rows:
        raise UserError("There is no interaction in these files: give the thesaurus beside its index.", file=files[0].name)
    ratings, unknown = Ratings(), 0
    for row in rows:
        left, right = members.of(str(row["main_drug"])), members.of(str(row["plus_drug"]))
        rating = _rating(row)
        unknown += not (left and right)
        for a in left:
            for b in right:
                ratings.add(a, b, rating)
    notes = (f"{unknown} rows name a class or substance that the index and the base do not know.",) if unknown else ()
    return SourceContent("ansm", "ANSM thesaurus", FAMILY, ratings.found, rows=len(rows), unmatched=tuple(names.unmatched), notes=notes)


def _rating(row: Mapping[str, Any]) -> Rating:
    levels = [level for level in row.get("severity_levels") or () if isinstance(level, dict)]
    said = [str(level.get("level") or "").strip() for level in levels]
    grade = max((_grade(s) for s in said), key=rank, default=None)
    text = "; ".join(filter(None, (str(row.get("interaction_mechanism") or ""), *(str(level.get("info") or "") for level in levels))))
    short = dict.fromkeys(s if len(s) <= _LONGEST_LEVEL else f"{s[:_LONGEST_LEVEL]}…" for s in said if s)
    return Rating(" / ".join(short) or "no level given", grade, shortened(text))
