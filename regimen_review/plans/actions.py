"""What can be done about one finding: the actions that its rule names, and stopping any of its drugs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from regimen_review.errors import UserError
from regimen_review.findings import Finding
from regimen_review.regimen import Medication, Regimen, SubstanceId
from regimen_review.rules.firing import joined

ActionKind = Literal["stop", "swap", "space", "dose", "route", "add", "monitor"]
KINDS: tuple[ActionKind, ...] = ("space", "dose", "route", "add", "swap", "stop", "monitor")
"""From the gentlest on; monitoring last, because it watches a problem and does not clear it."""

DEFAULT_COSTS: Mapping[str, float] = {"stop": 1.0, "swap": 1.0, "space": 1.0, "dose": 1.0, "route": 1.0, "add": 1.0}
"""Every change costs the same, so that the cheapest plan is the one with the fewest changes. A kind that is missing is
not offered: monitoring alone clears nothing unless the person says that it counts. ``"stop:warfarin"`` prices one
change of one drug.
"""


@dataclass(frozen=True, slots=True)
class Action:
    """One change. ``drug`` is what it is done to; ``with_it`` are the other substances of the same product that go with
    it when it is stopped; ``detail`` names what is added or watched.
    """

    kind: ActionKind
    drug: SubstanceId
    medications: tuple[str, ...] = ()
    with_it: tuple[SubstanceId, ...] = ()
    detail: str = ""
    cost: float = 1.0

    @property
    def says(self) -> str:
        """The action in words: ``stop codeine (acetaminophen goes with it)``."""
        gone = f" ({joined(self.with_it)} goes with it)" if self.with_it else ""
        words = {
            "stop": f"stop {self.drug}{gone}",
            "swap": f"swap {self.drug} for another drug{gone.replace('goes', 'is swapped')}",
            "space": f"take {self.drug} at its own time",
            "dose": f"change the dose of {self.drug}",
            "route": f"give {self.drug} by another route",
            "add": f"add {self.detail}",
            "monitor": f"watch {self.detail}",
        }
        return words[self.kind]


def check_costs(costs: Mapping[str, float]) -> None:
    """Raise UserError for a cost that is not above zero or names no kind of change."""
    for key, cost in costs.items():
        kind = key.partition(":")[0]
        if kind not in KINDS:
            raise UserError(f"'{key}' is no kind of change; use one of {', '.join(KINDS)}.")
        if not cost > 0:
            raise UserError(f"The cost of '{key}' must be above zero.")


class Offers:
    """The actions on one regimen: what may be touched, and what each change costs."""

    def __init__(self, regimen: Regimen, costs: Mapping[str, float], protected: frozenset[SubstanceId]) -> None:
        """Raises UserError for a cost that cannot be used. A protected drug is not stopped, swapped, re-dosed or given
        by another route; it may be taken at another time and may be watched.
        """
        check_costs(costs)
        self.regimen = regimen
        self.costs = costs
        self.protected = protected
        self._entries: dict[SubstanceId, tuple[Medication, ...]] = {}
        for entry in regimen.current():
            for substance in entry.substances:
                self._entries[substance] = (*self._entries.get(substance, ()), entry)

    def clearing(self, finding: Finding) -> tuple[Action, ...]:
        """Every action that clears the finding, each once."""
        stops = (self.action("stop", s) for s in finding.drugs)
        named = (a for text in finding.clears for a in self._named(text, finding))
        return tuple(dict.fromkeys(a for a in (*stops, *named) if a is not None))

    def _named(self, text: str, finding: Finding) -> Iterator[Action | None]:
        kind, _, target = text.partition(":")
        target = target.strip()
        if kind == "monitor":
            watched = joined(dict.fromkeys(m.test for m in finding.monitoring)) or finding.headline
            yield self.action("monitor", finding.drugs[0], detail=watched)
        elif kind == "add":
            what = target if target not in ("missing", "drug") else f"what is missing: {finding.headline}"
            yield self.action("add", finding.drugs[0], detail=what)
        elif kind in ("swap", "space", "dose", "route"):
            for substance in _meant(target, finding):
                yield self.action(kind, substance)  # type: ignore[arg-type]

    def action(self, kind: ActionKind, drug: SubstanceId, detail: str = "") -> Action | None:
        """The action with its price; None where it is not offered, the drug is protected or is not taken any more."""
        cost = self.costs.get(f"{kind}:{drug}", self.costs.get(kind))
        if cost is None:
            return None
        if kind in ("add", "monitor"):
            return Action(kind, SubstanceId(""), (), (), detail, cost)
        entries = self._entries.get(drug, ())
        touched = {s for e in entries for s in e.substances}
        if not entries or (kind != "space" and touched & self.protected):
            return None
        ids = tuple(e.id for e in entries)
        return Action(kind, drug, ids, self._with_it(drug, ids) if kind in ("stop", "swap") else (), detail, cost)

    def _with_it(self, drug: SubstanceId, ids: tuple[str, ...]) -> tuple[SubstanceId, ...]:
        """Substances that are in no other entry and so go when these entries go."""
        return tuple(s for s, entries in self._entries.items() if s != drug and all(e.id in ids for e in entries))


def _meant(target: str, finding: Finding) -> tuple[SubstanceId, ...]:
    """The drugs that a rule's target speaks of; none for a part whose name the finding does not carry."""
    by_role = {"object": finding.object, "precipitant": finding.precipitant}
    if target in by_role:
        meant = by_role[target]
        return (meant,) if meant else ()
    if target == "drug":
        return finding.drugs
    return tuple(d for d in finding.drugs if d == target)
