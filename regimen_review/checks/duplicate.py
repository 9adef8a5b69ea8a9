"""The same substance twice, or two drugs of one kind, where nobody can have meant it."""

from __future__ import annotations

from collections.abc import Iterator

from regimen_review.changing import changed
from regimen_review.findings import Because, Finding
from regimen_review.knowledge import Rule
from regimen_review.routes import LOCAL
from regimen_review.rules.binding import pairs, rules_of, taken
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Exposure, Situation


def check_duplicates(situation: Situation) -> Said:
    """Each group rule against the current entries; the rule that names no drug against two forms of one drug. The parts
    of one product never duplicate each other.
    """
    said = Said()
    for rule in rules_of(situation, "duplicate"):
        if len(rule.roles) == 2:
            for binding in pairs(rule, situation):
                said.add(fire(rule, binding, situation))
            continue
        for role, group in _groups(rule, situation):
            finding = fire(rule, {role: group}, situation)
            said.add(_with_entries(finding, group) if isinstance(finding, Finding) else finding)
    return said


def _groups(rule: Rule, situation: Situation) -> Iterator[tuple[str, tuple[Exposure, ...]]]:
    if rule.every_drug:
        yield from (("drug", both) for both in _two_forms(situation))
        return
    role = rule.roles[0]
    found = tuple(e for e in situation.filling(role) if not e.lingering)
    yield from ((role.name, group) for group in (_same_ingredient(found, rule) if rule.same_ingredient else _same_kind(found, rule)))


def _two_forms(situation: Situation) -> Iterator[tuple[Exposure, ...]]:
    """Any two substances that the base knows as forms of one drug, each reaching the whole body by an entry of its own."""
    everywhere = {s: tuple(e for e in entries if e.medication.route not in LOCAL) for s, entries in taken(situation).items()}
    present = [s for s, entries in everywhere.items() if entries]
    for place, one in enumerate(present):
        forms = situation.forms_of(one)[1:]
        for other in (s for s in present[place + 1 :] if s in forms) if forms else ():
            both = (*everywhere[one], *everywhere[other])
            if len({e.medication.id for e in both}) > 1:
                yield both


def _same_ingredient(found: tuple[Exposure, ...], rule: Rule) -> list[tuple[Exposure, ...]]:
    """Entries that share a substance; by local routes apart, unless the rule itself names several routes. An entry without
    a route belongs to the one local route that all its other entries have (salmeterol beside an inhaler that holds it).
    """
    several_routes = len({s.route for s in rule.roles[0].selectors if not s.negated}) > 1
    groups: dict[tuple[str, str | None], list[Exposure]] = {}
    for exposure in found:
        route = None if several_routes else _route_of(exposure, found)
        groups.setdefault((exposure.substance, route if route in LOCAL else None), []).append(exposure)
    return [tuple(g) for g in groups.values() if len({e.medication.id for e in g}) > 1]


def _route_of(exposure: Exposure, found: tuple[Exposure, ...]) -> str | None:
    if exposure.medication.route is not None:
        return exposure.medication.route
    others = {e.medication.route for e in found if e.substance == exposure.substance and e.medication.route is not None}
    return others.pop() if len(others) == 1 else None


def _same_kind(found: tuple[Exposure, ...], rule: Rule) -> list[tuple[Exposure, ...]]:
    substances = {e.substance for e in found}
    entries = {e.medication.id for e in found}
    enough = len(substances) >= max(2, rule.roles[0].least) and len(entries) > 1
    return [found] if enough else []


def _with_entries(finding: Finding, group: tuple[Exposure, ...]) -> Finding:
    entries = tuple(dict.fromkeys(Because(f"on the list: {e.medication.as_written}", e.medication.statement.start) for e in group))
    return changed(finding, because=(*finding.because, *entries))
