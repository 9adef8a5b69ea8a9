"""The smallest sets of changes that clear all findings of a chosen kind: every optimum, exactly, each with its price.

A finding is an edge over the actions that clear it; a plan is a set of actions that hits every edge. A finding of
several drugs may fire on fewer of them still (three of four bleeding drugs): where a plan would leave such a rest, the rest becomes
an edge of its own and the search is repeated, so that no plan claims what the rules would not confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from regimen_review.errors import UserError
from regimen_review.findings import Finding
from regimen_review.knowledge import SEVERITY_RANK, Kind, Severity, Tier
from regimen_review.plans.actions import DEFAULT_COSTS, KINDS, Action, Offers
from regimen_review.plans.changes import Stop, apply_changes
from regimen_review.plans.comparison import NAMING_ALL
from regimen_review.plans.elementary import elementary
from regimen_review.plans.hitting import HittingSets, least_cost_hitting_sets
from regimen_review.plans.rechecking import ask_only
from regimen_review.plans.sandbox import Sandbox, Scenario
from regimen_review.progress import Progress, silent
from regimen_review.regimen import SubstanceId
from regimen_review.rules.firing import joined
from regimen_review.rules.situation import Situation


@dataclass(frozen=True, slots=True)
class Goal:
    """Which findings are to be cleared: of a tier, at least of a severity, of some kinds, of so many drugs. None means
    any. Findings that are intended never count.
    """

    tier: Tier | None = "act"
    severity: Severity | None = None
    kinds: frozenset[Kind] | None = None
    drugs: int | None = None

    def wants(self, finding: Finding) -> bool:
        """Whether the finding is to be cleared."""
        return (
            not finding.intended
            and (self.tier is None or finding.tier == self.tier)
            and (self.severity is None or SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[self.severity])
            and (self.kinds is None or finding.kind in self.kinds)
            and (self.drugs is None or len(finding.drugs) == self.drugs)
        )

    @property
    def says(self) -> str:
        """The goal in words: ``drug-drug findings of two drugs graded major or worse``."""
        severity = f"graded {self.severity} or worse" if self.severity else ""
        kinds = joined(sorted(self.kinds)) if self.kinds else ""
        tier = f"in tier {self.tier}" if self.tier else ""
        count = f"of {_NUMBERS.get(self.drugs, self.drugs)} drugs" if self.drugs else ""
        return " ".join(w for w in (kinds, "findings", count, severity, tier) if w)


ACT_TODAY = Goal()
PAIRWISE_MAJORS = Goal(tier=None, severity="major", kinds=frozenset({"drug-drug", "duplicate"}), drugs=2)
"""Two drugs that should not be together: pairs and duplications, not spacing (which a timetable settles)."""


@dataclass(frozen=True)
class Plan:
    """One least-cost set of actions. ``clears`` are the goal's findings; ``protection_lost`` are intended findings whose
    drug is stopped; ``leaves`` are findings to decide today that stay.
    """

    actions: tuple[Action, ...]
    cost: float
    clears: tuple[Finding, ...]
    leaves: tuple[Finding, ...]
    protection_lost: tuple[Finding, ...]
    says: str

    @property
    def drugs(self) -> tuple[SubstanceId, ...]:
        """The drugs that the plan touches, by name."""
        return tuple(sorted({a.drug for a in self.actions if a.drug}))


@dataclass(frozen=True)
class Plans:
    """The answer: all plans of the least cost, the gentlest first. ``impossible`` are findings that nothing allowed clears;
    ``complete`` is False when there are more optima than are listed.
    """

    goal: Goal
    wanted: tuple[Finding, ...]
    plans: tuple[Plan, ...]
    cost: float
    impossible: tuple[Finding, ...]
    complete: bool
    says: str


def smallest_changes(
    sandbox: Sandbox,
    goal: Goal = ACT_TODAY,
    *,
    costs: Mapping[str, float] = DEFAULT_COSTS,
    protected: Iterable[SubstanceId] = (),
    report: Progress = silent,
) -> Plans:
    """Every least-cost set of changes after which no finding of the goal is left. Raises UserError for costs that cannot be
    used or a protected drug that is not on the list; ``report`` may raise Cancelled.
    """
    kept = frozenset(protected)
    strange = kept - sandbox.regimen.substances()
    if strange:
        raise UserError(f"{joined(sorted(strange)).capitalize()} cannot be protected: not on the list.")
    offers = Offers(sandbox.regimen, costs, kept)
    everything = elementary(sandbox.review.findings)
    wanted = tuple(f for f in everything if goal.wants(f))
    if not wanted:
        return Plans(goal, (), (), 0.0, (), True, f"There are no {goal.says}, so nothing needs to change.")
    edges = [(f, offers.clearing(f)) for f in wanted]
    impossible = tuple(f for f, actions in edges if not actions)
    if impossible:
        return Plans(goal, wanted, (), 0.0, impossible, True, _impossible_words(impossible, kept))
    elements, found = _search(edges, sandbox, goal, offers, report)
    if not found.sets:
        return Plans(goal, wanted, (), 0.0, wanted, True, _impossible_words(wanted, kept))
    plans = [_plan(tuple(elements[n] for n in s), wanted, edges, everything) for s in found.sets]
    plans.sort(key=_gentleness)
    return Plans(goal, wanted, tuple(plans), found.cost, (), found.complete, _answer_words(plans, found, goal))


Edge = tuple[Finding, tuple[Action, ...]]


def _search(edges: list[Edge], sandbox: Sandbox, goal: Goal, offers: Offers, report: Progress) -> tuple[list[Action], HittingSets]:
    """All optima, the edges extended by what the rules would still say until no optimum leaves a rest."""
    rests: dict[tuple[str, tuple[SubstanceId, ...]], Edge] = {}
    while True:
        every = [*edges, *rests.values()]
        elements = list(dict.fromkeys(a for _, actions in every for a in actions))
        number = {a: n for n, a in enumerate(elements)}
        # An action clears an edge also when it takes away a drug of the edge together with its own (one product).
        masks = [frozenset(number[a] for a in elements if _clears(a, f, actions)) for f, actions in every]
        apart = [(number[a], number[b]) for a in elements for b in elements if a.kind == "swap" and b.kind == "dose" and a.drug == b.drug]
        found = least_cost_hitting_sets(masks, [a.cost for a in elements], apart=apart, report=report)
        fresh = {}
        for chosen in found.sets:
            for edge in _rests(tuple(elements[n] for n in chosen), edges, sandbox, goal, offers):
                fresh[edge[0].id, edge[0].drugs] = edge
        fresh = {k: e for k, e in fresh.items() if k not in rests}
        if not fresh:
            return elements, found
        rests |= fresh


def _clears(action: Action, finding: Finding, named: Sequence[Action]) -> bool:
    return action in named or (action.kind == "stop" and any(s in finding.drugs for s in action.with_it))


def _rests(plan: tuple[Action, ...], edges: list[Edge], sandbox: Sandbox, goal: Goal, offers: Offers) -> list[Edge]:
    """What the rules of several drugs still say after the stops of a plan, where only stops were to clear them."""
    stops = [a for a in plan if a.kind == "stop"]
    gone = {s for a in stops for s in (a.drug, *a.with_it)}
    by_rule: dict[str, list[Edge]] = {}
    for finding, named in edges:
        others = [a for a in named if a.kind != "stop"]
        if finding.kind in NAMING_ALL and len(finding.drugs) > 2 and gone & {*finding.drugs} and not set(others) & set(plan):
            by_rule.setdefault(finding.rule_id, []).append((finding, tuple(others)))
    if not by_rule:
        return []
    regimen = apply_changes(sandbox.regimen, [Stop(m) for m in dict.fromkeys(m for a in stops for m in a.medications)])
    knowledge = sandbox.base.situation.knowledge
    rules = [r for r in knowledge.rules if r.id in by_rule]
    said = ask_only(rules, Situation(regimen, sandbox.patient, knowledge))
    found: list[Edge] = []
    for rest in said.findings:
        origin = next((e for e in by_rule.get(rest.rule_id, ()) if {*rest.drugs} <= {*e[0].drugs}), None)
        if origin and goal.wants(replace(rest, drugs=origin[0].drugs)):
            found.append((rest, tuple(dict.fromkeys((*offers.clearing(replace(rest, clears=())), *origin[1])))))
    return found


def _plan(actions: tuple[Action, ...], wanted: tuple[Finding, ...], edges: list[Edge], everything: tuple[Finding, ...]) -> Plan:
    ordered = tuple(sorted(actions, key=lambda a: (KINDS.index(a.kind), a.drug, a.detail)))
    gone = {s for a in actions if a.kind == "stop" for s in (a.drug, *a.with_it)}
    named = {f.id: set(own) for f, own in edges}
    leaves = tuple(
        f for f in everything if f.tier == "act" and not f.intended and not gone & {*f.drugs} and not named.get(f.id, set()) & set(actions)
    )
    lost = tuple(f for f in everything if f.intended and f.protects and gone & {*f.drugs} and not {*f.drugs} <= gone)
    return Plan(ordered, sum(a.cost for a in actions), wanted, leaves, lost, _plan_words(ordered, wanted, leaves, lost))


def _gentleness(plan: Plan) -> tuple[object, ...]:
    """Of equal cost, first what stops least and loses the least protection."""
    stops = sum(a.kind == "stop" for a in plan.actions)
    return len(plan.protection_lost), stops, len(plan.leaves), plan.drugs, [(KINDS.index(a.kind), a.drug) for a in plan.actions]


def _plan_words(actions: tuple[Action, ...], wanted: tuple[Finding, ...], leaves: tuple[Finding, ...], lost: tuple[Finding, ...]) -> str:
    what = joined(a.says for a in actions)
    text = f"{what[0].upper()}{what[1:]}: clears {_count(len(wanted), 'finding')}"
    text += f", leaves {len(leaves)} to decide today" if leaves else ", leaves none to decide today"
    protections = dict.fromkeys(f.protects or "" for f in lost)
    return text + (f", loses a protection ({'; '.join(protections)})." if lost else ".")


def _answer_words(plans: list[Plan], found: HittingSets, goal: Goal) -> str:
    fewest = min(len(p.actions) for p in plans)
    ways = f"{'' if found.complete else 'more than '}{len(plans)}"
    start = f"To clear all {goal.says}, {_count(fewest, 'change')} {'is' if fewest == 1 else 'are'} enough and nothing less is"
    return f"{start}: {drugs_words([p.drugs for p in plans])} ({ways} way{'' if len(plans) == 1 else 's'} to do it)."


def drugs_words(choices: Sequence[tuple[SubstanceId, ...]]) -> str:
    """Which drugs all choices touch and what is left to choose: ``ciprofloxacin and any two of codeine and tramadol``."""
    sets = list(dict.fromkeys(frozenset(c) for c in choices))
    always = frozenset.intersection(*sets)
    rest = [s - always for s in sets if s - always]
    fixed = [*sorted(always)]
    if not rest:
        return joined(fixed) or "no drug is touched"
    pool, size = frozenset().union(*rest), len(rest[0])
    if len(rest) == len(sets) and all(len(r) == size for r in rest) and len(rest) == _choose(len(pool), size):
        if size == 1 and len(pool) == 2:
            return joined([*fixed, "either " + " or ".join(sorted(pool))])
        return joined([*fixed, f"any {_NUMBERS.get(size, size)} of {', '.join(sorted(pool))}"])
    options = " or ".join(joined(sorted(s)) for s in sorted(sets, key=sorted)[:4])
    return options + (f" or {len(sets) - 4} other choices" if len(sets) > 4 else "")


_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}


def _choose(n: int, k: int) -> int:
    from math import comb

    return comb(n, k)


def _count(number: int, word: str) -> str:
    return f"{_NUMBERS.get(number, number)} {word}{'' if number == 1 else 's'}"


def _impossible_words(impossible: tuple[Finding, ...], protected: frozenset[SubstanceId]) -> str:
    first = impossible[0]
    why = (
        f"{joined(sorted(protected & {*first.drugs}))} may not be touched" if protected & {*first.drugs} else "no change is offered for it"
    )
    more = f" (and {len(impossible) - 1} more)" if len(impossible) > 1 else ""
    return f"No plan reaches the goal: '{first.headline}'{more} cannot be cleared, because {why}."


def try_plan(plan: Plan, sandbox: Sandbox, swaps: Mapping[SubstanceId, SubstanceId] | None = None) -> Scenario:
    """The plan rechecked: its stops made, and its swaps for the drugs named in ``swaps`` (a swap without one is taken as a
    stop). Spacing, doses, routes and what is added leave the list as it is, because how they are done is not settled yet.
    """
    from regimen_review.plans.changes import Change, Swap

    changes: list[Change] = []
    seen: set[str] = set()
    for action in plan.actions:
        if action.kind not in ("stop", "swap"):
            continue
        instead = (swaps or {}).get(action.drug) if action.kind == "swap" else None
        for medication in (m for m in action.medications if m not in seen):
            seen.add(medication)
            changes.append(Swap(medication, (instead,)) if instead else Stop(medication))
    return sandbox.try_out(changes, name=joined(a.says for a in plan.actions))
