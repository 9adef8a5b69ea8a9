"""The same substance twice, or two drugs of one kind, where nobody can have meant it."""

from __future__ import annotations

from dataclasses import replace

from regimen_review.findings import Because, Finding
from regimen_review.knowledge import Rule
from regimen_review.routes import LOCAL
from regimen_review.rules.binding import pairs, rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Exposure, Situation


def check_duplicates(situation: Situation) -> Said:
    """Each group rule against the current entries. The parts of one product never duplicate each other."""
    said = Said()
    for rule in rules_of(situation, "duplicate"):
        if len(rule.roles) == 2:
            for binding in pairs(rule, situation):
                said.add(fire(rule, binding, situation))
            continue
        found = tuple(e for e in situation.fitting(rule.roles[0].selectors) if not e.lingering)
        groups = _same_ingredient(found, rule) if rule.same_ingredient else _same_kind(found, rule)
        for group in groups:
            finding = fire(rule, {rule.roles[0].name: group}, situation)
            said.add(_with_entries(finding, group) if isinstance(finding, Finding) else finding)
    return said


def _same_ingredient(found: tuple[Exposure, ...], rule: Rule) -> list[tuple[Exposure, ...]]:
    """Entries that share a substance; by local routes apart, unless the rule itself names several routes."""
    several_routes = len({s.route for s in rule.roles[0].selectors if not s.negated}) > 1
    groups: dict[tuple[str, str | None], list[Exposure]] = {}
    for exposure in found:
        route = None if several_routes else exposure.medication.route
        groups.setdefault((exposure.substance, route if route in LOCAL else None), []).append(exposure)
    return [tuple(g) for g in groups.values() if len({e.medication.id for e in g}) > 1]


def _same_kind(found: tuple[Exposure, ...], rule: Rule) -> list[tuple[Exposure, ...]]:
    substances = {e.substance for e in found}
    entries = {e.medication.id for e in found}
    enough = len(substances) >= max(2, rule.roles[0].least) and len(entries) > 1
    return [found] if enough else []


def _with_entries(finding: Finding, group: tuple[Exposure, ...]) -> Finding:
    entries = tuple(dict.fromkeys(Because(f"on the list: {e.medication.as_written}", e.medication.statement.start) for e in group))
    return replace(finding, because=(*finding.because, *entries))
