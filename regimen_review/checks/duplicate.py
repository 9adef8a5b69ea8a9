"""The same substance twice, or two drugs of one kind, where nobody can have meant it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from regimen_review.findings import Because, Finding
from regimen_review.knowledge import Rule
from regimen_review.regimen import SubstanceId
from regimen_review.routes import LOCAL
from regimen_review.rules.binding import pairs, rules_of
from regimen_review.rules.firing import Said, fire
from regimen_review.rules.situation import Exposure, Situation

TWO_FORMS = Rule(
    id="one-drug-in-two-forms",
    kind="duplicate",
    version="1",
    status="draft",
    updated=date(2026, 11, 22),
    roles=(),
    severity="moderate",
    action="modify",
    evidence="theoretical",
    tier="review",
    headline="One drug in two forms: {drug}",
    consequence="Twice the dose of one drug, mostly by mistake at a change of form",
    mechanism="An enantiomer, a prodrug or the main metabolite of the other",
    management=("Ask which one is meant; stop the other.", "A loading dose or a change of form ends on a written day."),
    clears=("stop:drug",),
    topic="duplicates",
)
"""Of any two substances that the base knows as forms of one drug, where no rule says more of the two."""


def check_duplicates(situation: Situation) -> Said:
    """Each group rule against the current entries. The parts of one product never duplicate each other. Then two forms
    of one drug, where no rule spoke of them.
    """
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
    spoken = [set(f.drugs) for f in said.findings]
    for finding in _two_forms(situation):
        if not any(set(finding.drugs) <= drugs for drugs in spoken):
            said.add(finding)
    return said


def _two_forms(situation: Situation) -> Iterator[Finding]:
    taken: dict[SubstanceId, list[Exposure]] = {}
    for exposure in situation.exposures:
        if not exposure.lingering and exposure.medication.route not in LOCAL:
            taken.setdefault(exposure.substance, []).append(exposure)
    for one, other in combinations(taken, 2):
        forms = situation.knowledge.properties.get(one, {}).get("allergen-group", ())
        if not any(fact.grade == f"same-as-{other}" for fact in forms):
            continue
        both = (*taken[one], *taken[other])
        if len({e.medication.id for e in both}) < 2:
            continue
        found = fire(TWO_FORMS, {"drug": both}, situation)
        if isinstance(found, Finding):
            yield _with_entries(found, both)


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
