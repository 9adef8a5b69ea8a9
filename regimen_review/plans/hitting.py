"""Every least-cost set that hits every edge: exact, by branch and bound over the edge with the fewest ways left.

Weighted minimum hitting set is NP-hard in general (Karp 1972); a regimen has some tens of edges and actions, where
this search takes milliseconds. The tests hold it against trying all sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regimen_review.progress import Progress, silent

MOST = 2000
"""So many optima are listed; beyond, the answer says that it is not complete."""
SAME = 1e-9
"""Costs closer than this are equal: they are sums of numbers that people typed."""


@dataclass(frozen=True, slots=True)
class HittingSets:
    """All sets of the least cost, as sets of element numbers. Empty ``sets`` with ``unhittable`` edges: there is none (all edges are
    named where no single one is to blame).
    """

    cost: float
    sets: tuple[frozenset[int], ...]
    unhittable: tuple[int, ...] = ()
    complete: bool = True


def least_cost_hitting_sets(
    edges: Sequence[frozenset[int]],
    costs: Sequence[float],
    *,
    apart: Iterable[tuple[int, int]] = (),
    most: int = MOST,
    report: Progress = silent,
) -> HittingSets:
    """Every set of elements of least total cost that shares an element with each edge. ``costs`` are positive, one an
    element; two elements that are ``apart`` never stand in one set. ``report`` is called while it searches and may raise Cancelled. Raises ValueError for a cost that is not
    positive (then there would be no end of optima).
    """
    if any(c <= 0 for c in costs):
        raise ValueError("every cost must be above zero")
    unhittable = tuple(n for n, edge in enumerate(edges) if not edge)
    if unhittable:
        return HittingSets(0.0, (), unhittable)
    search = _Search(_smallest_edges(edges), costs, _rivals(apart, len(costs)), most, report)
    search.run(search.edges, chosen=0, barred=0, cost=0.0)
    if not search.found:
        return HittingSets(0.0, (), tuple(range(len(edges))))
    sets = tuple(sorted((_members(s) for s in search.found), key=sorted))
    return HittingSets(search.best, sets, complete=not search.cut_short)


def _rivals(apart: Iterable[tuple[int, int]], count: int) -> list[int]:
    rivals = [0] * count
    for a, b in apart:
        rivals[a] |= 1 << b
        rivals[b] |= 1 << a
    return rivals


def _smallest_edges(edges: Sequence[frozenset[int]]) -> list[int]:
    """The edges as bit masks, without those that hold another edge (hitting the smaller one hits them too)."""
    masks = sorted({sum(1 << e for e in edge) for edge in edges}, key=lambda m: (m.bit_count(), m))
    kept: list[int] = []
    for mask in masks:
        if all(mask & k != k for k in kept):
            kept.append(mask)
    return kept


def _members(mask: int) -> frozenset[int]:
    return frozenset(n for n in range(mask.bit_length()) if mask >> n & 1)


class _Search:
    """The state of one search: the least cost so far and every set that has it."""

    def __init__(self, edges: list[int], costs: Sequence[float], rivals: list[int], most: int, report: Progress) -> None:
        self.edges = edges
        self.costs = costs
        self.rivals = rivals
        self.most = most
        self.report = report
        self.best = float("inf")
        self.found: list[int] = []
        self.cut_short = False
        self.steps = 0

    def run(self, open_edges: list[int], chosen: int, barred: int, cost: float) -> None:
        """Hit the open edges in every way that is not dearer than the best; ``barred`` elements were tried by a sister."""
        self.steps += 1
        if self.steps % 512 == 0:
            self.report(self.steps, 0)
        if not open_edges:
            self._keep(chosen, cost)
            return
        if cost + self._at_least(open_edges, barred) > self.best + SAME:
            return
        narrow = min(open_edges, key=lambda e: (e & ~barred).bit_count())
        for element in sorted(_members(narrow & ~barred), key=self.costs.__getitem__):
            bit = 1 << element
            self.run([e for e in open_edges if not e & bit], chosen | bit, barred | self.rivals[element], cost + self.costs[element])
            barred |= bit

    def _keep(self, chosen: int, cost: float) -> None:
        if cost < self.best - SAME:
            self.best, self.found, self.cut_short = cost, [], False
        if cost > self.best + SAME:
            return
        if len(self.found) < self.most:
            self.found.append(chosen)
        else:
            self.cut_short = True

    def _at_least(self, open_edges: list[int], barred: int) -> float:
        """A bound from below: edges without a common element must each be paid for. Infinite where one has no way left."""
        total, covered = 0.0, 0
        for edge in open_edges:
            free = edge & ~barred
            if not free:
                return float("inf")
            if not free & covered:
                covered |= free
                total += min(self.costs[n] for n in _members(free))
        return total
