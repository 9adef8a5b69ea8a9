"""Which drugs of a regimen a list of selectors picks.

Each exposure is one bit, so that a list of selectors is answered with a few ands and ors, and lists that pick the same
drugs share one answer: hundreds of rules ask, and most of them for one or two drugs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from regimen_review.knowledge import Aim, Selector, aims_of
from regimen_review.regimen import Medication, SubstanceId
from regimen_review.routes import ORAL, in_group


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """One substance that reaches the patient through one medication; ``lingering`` when that was stopped. Each is
    itself and no other: made once for a situation, compared by identity, so that sets of them are quick.
    """

    substance: SubstanceId
    medication: Medication
    lingering: bool = False
    untold: frozenset[str] = ORAL
    """The routes that are presumed where the list tells none."""

    def given(self, group: str) -> bool:
        """Whether it is given by a route of the group (``injected``, ``oral``, ``systemic`` …)."""
        if self.medication.route is None and group not in {"systemic", "any"}:
            return any(in_group(route, group) for route in self.untold)
        return in_group(self.medication.route, group)


def first_day(entries: tuple[Exposure, ...]) -> date | None:
    """The first day of a drug, where every entry of it has one."""
    starts = [e.medication.statement.start for e in entries]
    return min(s for s in starts if s) if starts and all(starts) else None


def by_substance(exposures: tuple[Exposure, ...]) -> dict[SubstanceId, tuple[Exposure, ...]]:
    """The exposures of each substance, in their order."""
    found: dict[SubstanceId, tuple[Exposure, ...]] = {}
    for exposure in exposures:
        found[exposure.substance] = (*found.get(exposure.substance, ()), exposure)
    return found


class Matching:
    """Finds exposures by selector; every answer is kept."""

    def __init__(self, exposures: tuple[Exposure, ...], keys_of: Callable[[SubstanceId], frozenset[str]]) -> None:
        self._exposures = exposures
        self._by_key: dict[str, int] = {}
        for place, exposure in enumerate(exposures):
            for key in keys_of(exposure.substance):
                self._by_key[key] = self._by_key.get(key, 0) | 1 << place
        self._by_route: dict[str, int] = {}
        self._listed: dict[int, tuple[Exposure, ...]] = {0: ()}
        self._by_substance: dict[int, Mapping[SubstanceId, tuple[Exposure, ...]]] = {0: {}}

    def fitting(self, selectors: tuple[Selector, ...]) -> tuple[Exposure, ...]:
        """Exposures that the selectors pick, in the order of the regimen."""
        return self.filling(aims_of(selectors))

    def substances(self, selectors: tuple[Selector, ...]) -> Mapping[SubstanceId, tuple[Exposure, ...]]:
        """The same, by substance."""
        return self.by_substance(aims_of(selectors))

    def filling(self, aims: tuple[Aim, ...]) -> tuple[Exposure, ...]:
        """Exposures that selectors pick that were put together before."""
        return self._list(self._picked(aims))

    def by_substance(self, aims: tuple[Aim, ...]) -> Mapping[SubstanceId, tuple[Exposure, ...]]:
        """The same, by substance."""
        picked = self._picked(aims)
        known = self._by_substance.get(picked)
        if known is None:
            known = self._by_substance[picked] = by_substance(self._list(picked))
        return known

    def _picked(self, aims: tuple[Aim, ...]) -> int:
        picked = left_out = 0
        for route, negated, keys in aims:
            fits = 0
            for key in keys & self._by_key.keys():
                fits |= self._by_key[key]
            if negated:
                left_out |= fits & self._by(route)
            else:
                picked |= fits & self._by(route)
        return picked & ~left_out

    def _by(self, group: str) -> int:
        known = self._by_route.get(group)
        if known is None:
            known = self._by_route[group] = sum(1 << n for n, e in enumerate(self._exposures) if e.given(group))
        return known

    def _list(self, picked: int) -> tuple[Exposure, ...]:
        known = self._listed.get(picked)
        if known is None:
            known = self._listed[picked] = tuple(e for n, e in enumerate(self._exposures) if picked >> n & 1)
        return known
