"""The whole knowledge folder as values: what :mod:`.compile` stores and :mod:`.rule_lint` looks over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from interaction_db import rule_files, tables
from interaction_db.faults import Fault
from interaction_db.rule_files import ClassText, RuleText
from regimen_review.knowledge import (
    Cluster,
    ConditionConcept,
    Measure,
    NameEntry,
    Property,
    Rule,
    Selector,
    Substance,
)
from regimen_review.regimen import SubstanceId
from regimen_review.rules.selectors import parse_selector

FOLDER = Path(__file__).parent / "knowledge"
"""The text files that ship with the program."""


@dataclass(frozen=True)
class KnowledgeText:
    """Everything in the folder, with the faults that were found while reading."""

    folder: Path
    substances: Mapping[SubstanceId, Substance]
    names: tuple[NameEntry, ...]
    codes: Mapping[tuple[str, str], tuple[SubstanceId, ...]]
    look_alikes: frozenset[tuple[SubstanceId, SubstanceId]]
    properties: tuple[Property, ...]
    classes: Mapping[str, ClassText]
    members: Mapping[str, frozenset[SubstanceId]]
    conditions: Mapping[str, ConditionConcept]
    measures: Mapping[str, Measure]
    clusters: tuple[Cluster, ...]
    rules: tuple[RuleText, ...]
    faults: tuple[Fault, ...]
    sha256: str

    def expand(self, selectors: tuple[Selector, ...]) -> frozenset[SubstanceId]:
        """Every substance that a list of selectors can mean, whatever its route."""
        picked: set[SubstanceId] = set()
        for selector in selectors:
            if not selector.negated:
                picked |= self._one(selector)
        for selector in selectors:
            if selector.negated and selector.route == "any":
                picked -= self._one(selector)
        return frozenset(picked)

    def _one(self, selector: Selector) -> frozenset[SubstanceId]:
        if selector.kind == "class":
            return self.members.get(selector.name, frozenset())
        if selector.kind == "property":
            return with_property(self.properties, selector.name, selector.grades)
        return frozenset({SubstanceId(selector.name)})

    def roles_of(self, rule: Rule) -> tuple[tuple[str, frozenset[SubstanceId]], ...]:
        """Each role of a rule with the substances that can fill it; a burden has the one role ``load``."""
        if rule.kind == "burden":
            loads = tuple(Selector(load.property, "property", load.property, tuple(load.points)) for load in rule.loads)
            return (("load", self.expand(loads)),)
        return tuple((role.name, self.expand(role.selectors)) for role in rule.roles)


def with_property(properties: tuple[Property, ...], name: str, grades: tuple[str, ...] = ()) -> frozenset[SubstanceId]:
    """Substances that have a property in one of the grades (any but ``none`` where no grade is given)."""
    return frozenset(p.substance for p in properties if p.property == name and (p.grade in grades if grades else p.grade != "none"))


def _members(
    classes: Mapping[str, ClassText], properties: tuple[Property, ...], known: Mapping[SubstanceId, Substance], faults: list[Fault]
) -> dict[str, frozenset[SubstanceId]]:
    own: dict[str, set[SubstanceId]] = {}
    for id_, text in classes.items():
        file = f"classes/{id_}.toml"
        faults += [Fault(file, 0, f"'{m}' is not in substances.csv.") for m in text.members if m not in known]
        faults += [Fault(file, 0, f"The parent '{p}' is not a class.") for p in text.parents if p not in classes]
        members = {SubstanceId(m) for m in text.members if m in known}
        if text.derived:
            derived = parse_selector(f"property:{text.derived}")
            members |= with_property(properties, derived.name, derived.grades)
        own[id_] = members - set(text.excluded)
    for id_, text in classes.items():
        pending, seen = list(text.parents), {id_}
        while pending:
            parent = pending.pop()
            if parent in seen or parent not in own:
                continue
            seen.add(parent)
            own[parent] |= own[id_] - set(classes[parent].excluded)
            pending.extend(classes[parent].parents)
    return {id_: frozenset(m) for id_, m in own.items()}


def content_hash(folder: Path) -> str:
    """SHA-256 over names and contents of all text files, in order; line ends count as one newline on every system."""
    digest = hashlib.sha256()
    for path in sorted((p for p in folder.rglob("*") if p.suffix in (".csv", ".toml")), key=lambda p: p.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def read_knowledge(folder: Path = FOLDER) -> KnowledgeText:
    """Read the whole folder; nothing raises, every fault is in ``faults``."""
    faults: list[Fault] = []
    substances = tables.read_substances(folder, faults)
    properties = tuple(tables.read_properties(folder, substances, faults))
    classes = rule_files.read_classes(folder, faults)
    text = KnowledgeText(
        folder=folder,
        substances=substances,
        names=tuple(tables.read_names(folder, substances, faults)),
        codes=tables.read_codes(folder, substances, faults),
        look_alikes=frozenset(tables.read_look_alikes(folder, substances, faults)),
        properties=properties,
        classes=classes,
        members=_members(classes, properties, substances, faults),
        conditions=tables.read_conditions(folder, faults),
        measures=tables.read_measures(folder, faults),
        clusters=tuple(rule_files.read_clusters(folder, faults)),
        rules=tuple(rule_files.read_rules(folder, faults)),
        faults=(),
        sha256=content_hash(folder),
    )
    uses = tables.read_uses(
        folder, lambda written: text.expand((parse_selector(written),)) & frozenset(substances), text.conditions, faults
    )
    return replace(text, properties=(*properties, *uses), faults=tuple(faults))
