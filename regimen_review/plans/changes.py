"""Changes to a regimen as values: add, stop, swap, re-dose, re-route. Nothing is committed; a new regimen comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from regimen_review.errors import UserError
from regimen_review.regimen import (
    NO_DOSAGE,
    Dosage,
    Ingredient,
    Medication,
    MedicationStatement,
    Regimen,
    Resolution,
    SubstanceId,
)
from regimen_review.rules.firing import joined
from regimen_review.wording import dose

ADDED = "new"
"""Entries that a scenario added are ``new1``, ``new2`` …, so that they are told from those of the list."""


@dataclass(frozen=True, slots=True)
class Add:
    """Add one product with these substances."""

    substances: tuple[SubstanceId, ...]
    dosage: Dosage = NO_DOSAGE
    indication: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop one entry. With ``on`` the drug counts as long afterwards as its half-life says; without, its effect is
    taken to have worn off.
    """

    medication: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Put other substances in the place of one entry. Dose and times of the old drug are not carried over, its route is."""

    medication: str
    substances: tuple[SubstanceId, ...]
    dosage: Dosage = NO_DOSAGE


@dataclass(frozen=True, slots=True)
class Redose:
    """Take one entry in another way: this dosage replaces the old one (its route is kept where this names none)."""

    medication: str
    dosage: Dosage


@dataclass(frozen=True, slots=True)
class Reroute:
    """Give one entry by another route (``topical``); the dose is kept."""

    medication: str
    route: str


Change = Add | Stop | Swap | Redose | Reroute


def entry_of(substances: tuple[SubstanceId, ...], identity: str, dosage: Dosage = NO_DOSAGE, indication: str | None = None) -> Medication:
    """A settled entry for a product that stands on no list. Raises UserError where no substance is named."""
    if not substances:
        raise UserError("Name the medicine that is to be added.")
    name = " + ".join(substances)
    statement = MedicationStatement(name, name, status="planned", dosage=dosage, indication=indication)
    return Medication(identity, statement, Resolution("resolved", tuple(map(Ingredient, substances)), "confirmed"))


def apply_changes(regimen: Regimen, changes: Iterable[Change]) -> Regimen:
    """The regimen after the changes, in their order; the regimen given stays as it is. Raises UserError where a change
    names an entry that the regimen does not have or that is not taken any more.
    """
    for change in changes:
        regimen = _added(regimen, change) if isinstance(change, Add) else _altered(regimen, change)
    return regimen


def _added(regimen: Regimen, change: Add) -> Regimen:
    taken = {m.id for m in regimen.medications}
    identity = next(i for i in (f"{ADDED}{n}" for n in range(1, len(taken) + 2)) if i not in taken)
    return replace(regimen, medications=(*regimen.medications, entry_of(change.substances, identity, change.dosage, change.indication)))


def _altered(regimen: Regimen, change: Stop | Swap | Redose | Reroute) -> Regimen:
    entry = find_entry(regimen, change.medication)
    if isinstance(change, Stop) and entry.id.startswith(ADDED):
        return replace(regimen, medications=tuple(m for m in regimen.medications if m.id != entry.id))
    changed = _after(entry, change)
    return replace(regimen, medications=tuple(changed if m.id == entry.id else m for m in regimen.medications))


def find_entry(regimen: Regimen, identity: str) -> Medication:
    """The current entry with this id. Raises UserError where there is none."""
    entry = next((m for m in regimen.medications if m.id == identity), None)
    if entry is None:
        raise UserError(f"The list has no entry {identity}.")
    if not entry.current:
        raise UserError(f"{entry.label} is not taken any more ({entry.statement.status}), so it cannot be changed.")
    return entry


def _after(entry: Medication, change: Stop | Swap | Redose | Reroute) -> Medication:
    old = entry.statement
    if isinstance(change, Stop):
        return replace(entry, statement=replace(old, status="stopped", stop=change.on))
    if isinstance(change, Swap):
        route = change.dosage.route or entry.route
        return entry_of(change.substances, entry.id, replace(change.dosage, route=route), old.indication)
    if isinstance(change, Redose):
        route = change.dosage.route or old.dosage.route
        return replace(entry, statement=replace(old, dosage=replace(change.dosage, route=route)))
    return replace(entry, statement=replace(old, dosage=replace(old.dosage, route=change.route)))


def change_words(change: Change, regimen: Regimen) -> str:
    """The change in words, with the names of the regimen it is for: ``stop tramadol``."""
    if isinstance(change, Add):
        return " ".join(["add", " + ".join(change.substances), dose(change.dosage)]).strip()
    label = next((m.label for m in regimen.medications if m.id == change.medication), change.medication)
    if isinstance(change, Stop):
        return f"stop {label}"
    if isinstance(change, Swap):
        return f"swap {label} for {' + '.join(change.substances)} {dose(change.dosage)}".strip()
    if isinstance(change, Redose):
        return f"take {label} as {dose(change.dosage) or 'written otherwise'}"
    return f"give {label} by the route {change.route}"


def changes_words(changes: Iterable[Change], regimen: Regimen) -> str:
    """All changes in one clause. Entries that the changes themselves add are named too."""
    words = []
    for change in changes:
        words.append(change_words(change, regimen))
        regimen = apply_changes(regimen, (change,))
    return joined(words) or "no change"
