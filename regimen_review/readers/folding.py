"""Entries that say the same fold into one that keeps where each stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from regimen_review.knowledge import name_key
from regimen_review.regimen import CURRENT, MedicationStatement, Place

_FIRST = date.min
MOST_SOURCES = 100
"""Places kept of one medication; a table of a hundred thousand equal rows is no reason to keep them all."""


def _key(statement: MedicationStatement) -> tuple[object, ...]:
    dosage = statement.dosage
    name = name_key(statement.name) or tuple((c.system, c.code) for c in statement.codes)
    return name, dosage.dose, dosage.strength, dosage.frequency, dosage.route, statement.status in CURRENT


def _merged(kept: MedicationStatement, again: MedicationStatement) -> MedicationStatement:
    """The later start counts as the current one; sources and codes of both stay."""
    later = (again.start or _FIRST) > (kept.start or _FIRST)
    main, other = (again, kept) if later and again.status in CURRENT else (kept, again)
    return replace(
        main,
        place=kept.place,
        start=kept.start or again.start,
        codes=tuple(dict.fromkeys([*kept.codes, *again.codes])),
        flags=tuple(dict.fromkeys([*kept.flags, *again.flags])),
        sources=_all_places(kept, again),
        indication=main.indication or other.indication,
        prescriber=main.prescriber or other.prescriber,
        note=main.note or other.note,
    )


def _places(statement: MedicationStatement) -> tuple[Place, ...]:
    return (statement.place, *statement.sources)


def _bare(statement: MedicationStatement) -> bool:
    dosage = statement.dosage
    return not any((dosage.dose, dosage.strength, dosage.frequency, dosage.times, dosage.prn, statement.start, statement.stop))


def fold_repeats(statements: Iterable[MedicationStatement]) -> tuple[MedicationStatement, ...]:
    """As :func:`fold_duplicates`; a name mentioned again without any directions folds into the entry that has them."""
    folded: list[MedicationStatement] = []
    first: dict[tuple[str, bool], int] = {}
    bare: dict[tuple[str, bool], int] = {}
    for statement in fold_duplicates(statements):
        key = name_key(statement.name), statement.status in CURRENT
        is_bare = _bare(statement)
        index = first.get(key) if is_bare else bare.pop(key, None)
        if index is None:
            first.setdefault(key, len(folded))
            if is_bare:
                bare[key] = len(folded)
            folded.append(statement)
            continue
        main, other = (folded[index], statement) if is_bare else (statement, folded[index])
        folded[index] = replace(main, place=folded[index].place, sources=_all_places(main, other))
    return tuple(folded)


def _all_places(kept: MedicationStatement, again: MedicationStatement) -> tuple[Place, ...]:
    return (*kept.sources, *_places(again)) if len(kept.sources) < MOST_SOURCES else kept.sources


def fold_duplicates(statements: Iterable[MedicationStatement]) -> tuple[MedicationStatement, ...]:
    """One statement for each medication, dose, route and standing (current or not), in the order of first mention."""
    folded: dict[tuple[object, ...], MedicationStatement] = {}
    for statement in statements:
        key = _key(statement)
        folded[key] = _merged(folded[key], statement) if key in folded else statement
    return tuple(folded.values())
