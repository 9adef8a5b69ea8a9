"""The CSV tables of the knowledge folder -> values. Every fault is collected with its line; nothing raises."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from interaction_db.faults import Fault
from regimen_review.knowledge import ConditionConcept, Measure, NameEntry, NameKind, Property, Substance
from regimen_review.regimen import AtcCode, RxCui, SubstanceId

Row = Mapping[str, str]
Found = Iterator[tuple[str, int, Row]]


def rows(folder: Path, pattern: str, columns: tuple[str, ...], faults: list[Fault]) -> Found:
    """Each row of the files that match, with its file and line, in file order."""
    for path in sorted(folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
            reader = csv.DictReader(handle)
            lacking = [c for c in columns if c not in (reader.fieldnames or ())]
            if lacking:
                faults.append(Fault(name, 1, f"The columns {', '.join(lacking)} are missing."))
                continue
            for row in reader:
                if None in row or None in row.values():
                    faults.append(Fault(name, reader.line_num, "The row has another number of cells than the header."))
                    continue
                if any("\ufffd" in v for v in row.values()):
                    faults.append(Fault(name, reader.line_num, "This is not UTF-8."))
                    continue
                yield name, reader.line_num, {k: (v or "").strip() for k, v in row.items()}


def many(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list."""
    return tuple(p.strip() for p in cell.split("|") if p.strip())


def _number(cell: str, name: str, line: int, faults: list[Fault]) -> float | None:
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    faults.append(Fault(name, line, f"'{cell}' is not a number."))
    return None


def read_substances(folder: Path, faults: list[Fault]) -> dict[SubstanceId, Substance]:
    """``substances.csv``."""
    found: dict[SubstanceId, Substance] = {}
    columns = ("name", "kind", "rxcui", "atc", "tall_man", "usage_rank", "source")
    for name, line, row in rows(folder, "substances.csv", columns, faults):
        id_ = SubstanceId(row["name"])
        if not id_ or id_ != id_.lower():
            faults.append(Fault(name, line, f"'{id_}' is not a lower-case substance name."))
        if id_ in found:
            faults.append(Fault(name, line, f"'{id_}' stands twice."))
        rank = _number(row["usage_rank"], name, line, faults)
        found[id_] = Substance(
            id_,
            row["kind"] or "drug",
            RxCui(row["rxcui"]) if row["rxcui"] else None,
            tuple(AtcCode(a) for a in many(row["atc"])),
            row["tall_man"] or None,
            int(rank) if rank is not None else None,
        )
    return found


def read_names(folder: Path, known: Mapping[SubstanceId, Substance], faults: list[Fault]) -> list[NameEntry]:
    """``names/*.csv`` and the substances' own names."""
    found = [NameEntry(s, (s,), "generic") for s in known]
    kinds = get_args(NameKind)
    columns = ("name", "ingredients", "kind", "route", "form", "note", "error_prone", "source")
    for name, line, row in rows(folder, "names/*.csv", columns, faults):
        parts = tuple(SubstanceId(p.strip()) for p in row["ingredients"].split(" + ") if p.strip())
        faults += [Fault(name, line, f"'{p}' is not in substances.csv.") for p in parts if p not in known]
        if row["kind"] not in kinds:
            faults.append(Fault(name, line, f"'{row['kind']}' is not a kind of name ({', '.join(kinds)})."))
        elif not parts and row["kind"] not in ("class-word", "not-medicine"):
            faults.append(Fault(name, line, f"'{row['name']}' has no ingredients."))
        elif all(p in known for p in parts):
            error_prone = row["error_prone"].lower() in ("yes", "true", "1")
            found.append(
                NameEntry(
                    row["name"], parts, row["kind"], row["route"] or None, row["form"] or None,  # type: ignore[arg-type]
                    row["note"] or None, error_prone, "unspecified" in row["note"],
                )
            )  # fmt: skip
    return found


def read_codes(folder: Path, known: Mapping[SubstanceId, Substance], faults: list[Fault]) -> dict[tuple[str, str], tuple[SubstanceId, ...]]:
    """``codes/*.csv``: (system, code) to ingredients."""
    found: dict[tuple[str, str], tuple[SubstanceId, ...]] = {}
    for name, line, row in rows(folder, "codes/*.csv", ("system", "code", "ingredients", "source"), faults):
        parts = tuple(SubstanceId(p.strip()) for p in row["ingredients"].split(" + ") if p.strip())
        faults += [Fault(name, line, f"'{p}' is not in substances.csv.") for p in parts if p not in known]
        before = found.get((row["system"], row["code"]))
        if before is not None and set(before) != set(parts):
            faults.append(Fault(name, line, f"The code {row['code']} stands for {' + '.join(before)} already."))
        elif parts and all(p in known for p in parts):
            found[(row["system"], row["code"])] = parts
        elif not parts:
            faults.append(Fault(name, line, f"The code {row['code']} has no ingredients."))
    return found


def read_look_alikes(folder: Path, known: Mapping[SubstanceId, Substance], faults: list[Fault]) -> set[tuple[SubstanceId, SubstanceId]]:
    """``look_alikes.csv``."""
    found = set()
    for name, line, row in rows(folder, "look_alikes.csv", ("a", "b", "source"), faults):
        faults += [Fault(name, line, f"'{row[c]}' is not in substances.csv.") for c in ("a", "b") if row[c] not in known]
        if row["a"] in known and row["b"] in known:
            found.add((SubstanceId(row["a"]), SubstanceId(row["b"])))
    return found


def read_conditions(folder: Path, faults: list[Fault]) -> dict[str, ConditionConcept]:
    """``conditions/*.csv``; the same id in a later file adds names and codes."""
    found: dict[str, ConditionConcept] = {}
    columns = ("id", "title", "names", "icd10", "snomed", "parents")
    places: list[tuple[str, int, str]] = []
    for name, line, row in rows(folder, "conditions/*.csv", columns, faults):
        before = found.get(row["id"], ConditionConcept(row["id"], row["title"]))
        merged = {c: tuple(dict.fromkeys((*getattr(before, c), *many(row[c])))) for c in ("names", "icd10", "snomed", "parents")}
        found[row["id"]] = ConditionConcept(row["id"], before.title or row["title"], **merged)
        places += [(name, line, p) for p in many(row["parents"])]
    faults += [Fault(n, line, f"The parent '{p}' is not a condition.") for n, line, p in places if p not in found]
    return found


def read_measures(folder: Path, faults: list[Fault]) -> dict[str, Measure]:
    """``measures/*.csv``."""
    found: dict[str, Measure] = {}
    columns = ("id", "title", "unit", "low", "high", "names", "loinc", "convert")
    for name, line, row in rows(folder, "measures/*.csv", columns, faults):
        convert: dict[str, float] = {}
        for part in many(row["convert"]):
            unit, _, factor = part.rpartition("=")
            number = _number(factor, name, line, faults)
            if number is not None and number <= 0:
                faults.append(Fault(name, line, f"'{part}' converts by a factor that is not above zero."))
            elif number is not None:
                convert[unit.strip()] = number
        if row["id"] in found:
            faults.append(Fault(name, line, f"'{row['id']}' stands twice."))
        found[row["id"]] = Measure(
            row["id"], row["title"], row["unit"], many(row["names"]), many(row["loinc"]),
            _number(row["low"], name, line, faults), _number(row["high"], name, line, faults), convert,
        )  # fmt: skip
    return found


def read_properties(folder: Path, known: Mapping[SubstanceId, Substance], faults: list[Fault]) -> list[Property]:
    """``properties/*.csv``."""
    found = []
    columns = ("substance", "property", "grade", "note", "source", "date", "read")
    for name, line, row in rows(folder, "properties/*.csv", columns, faults):
        if row["substance"] not in known:
            faults.append(Fault(name, line, f"'{row['substance']}' is not in substances.csv."))
            continue
        if not row["grade"] or not row["property"] or not row["source"]:
            faults.append(Fault(name, line, "A property needs a name, a grade and a source."))
            continue
        found.append(
            Property(SubstanceId(row["substance"]), row["property"], row["grade"], row["note"], row["source"], row["date"], row["read"])
        )
    return found


def read_uses(
    folder: Path, expand: Callable[[str], frozenset[SubstanceId]], conditions: Mapping[str, ConditionConcept], faults: list[Fault]
) -> list[Property]:
    """``indications/*.csv``: what drugs are used for, as the properties ``treats`` (a condition) and ``accompanies`` (the
    selector of a drug beside which they are taken) of every drug that a row's selectors pick.
    """
    found: dict[tuple[SubstanceId, str, str], Property] = {}
    for name, line, row in rows(folder, "indications/*.csv", ("drugs", "conditions", "beside", "source", "date", "read"), faults):
        drugs = {text: expand(text) for text in many(row["drugs"])}
        strange = [text for text, picked in drugs.items() if not picked] + [t for t in many(row["beside"]) if not expand(t)]
        strange += [c for c in many(row["conditions"]) if c not in conditions]
        faults += [Fault(name, line, f"'{text}' is no drug, class or condition of the base.") for text in strange]
        uses = [("treats", c) for c in many(row["conditions"])] + [("accompanies", text) for text in many(row["beside"])]
        for substance in sorted(frozenset().union(*drugs.values())):
            for use, grade in uses:
                fact = Property(substance, use, grade, "", row["source"], row["date"], row["read"])
                found.setdefault((substance, use, grade), fact)
    return list(found.values())
