"""All pairs of the current medications: found, looked at and quiet, nothing found, or not checked. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from regimen_review.findings import Review
from regimen_review.picture.content import pair_links
from regimen_review.picture.values import Mark
from regimen_review.regimen import Medication

State = Literal["found", "quiet", "nothing", "unchecked"]
Order = Literal["findings", "written", "class"]
_WEIGHT: Mapping[str, float] = {"contraindicated": 50, "major": 10, "moderate": 2, "minor": 0.5, "intended": 0.3}


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair: what was found, or why nothing is shown."""

    state: State
    mark: Mark | None = None
    finding: str = ""
    part: str = ""
    number: str = ""
    words: str = ""


@dataclass(frozen=True)
class PairGrid:
    """The medications in their order and every pair of them, keyed by the two entry ids."""

    medications: tuple[Medication, ...]
    pairs: Mapping[frozenset[str], Pair]

    def pair(self, a: Medication, b: Medication) -> Pair:
        """The pair of two medications."""
        return self.pairs[frozenset((a.id, b.id))]

    def counts(self) -> Counter[str]:
        """Pairs by mark, and by state where nothing was found."""
        return Counter(p.mark or p.state for p in self.pairs.values())


def _unsettled(medication: Medication) -> bool:
    return medication.resolution.state in ("confirm", "unresolved")


def _quiet_reasons(review: Review) -> dict[frozenset[str], str]:
    return {frozenset(str(s) for s in q.drugs): q.why for q in review.quiet if len(q.drugs) == 2}


def _pair(a: Medication, b: Medication, quiet: Mapping[frozenset[str], str]) -> Pair:
    if _unsettled(a) or _unsettled(b):
        return Pair("unchecked", words="name not settled")
    for one in a.substances:
        for other in b.substances:
            why = quiet.get(frozenset((str(one), str(other))))
            if why:
                return Pair("quiet", words=why)
    return Pair("nothing")


def pair_grid(review: Review, order: Order = "findings") -> PairGrid:
    """The grid of a review. ``findings`` puts the medications with most and gravest findings first."""
    found, quiet = pair_links(review), _quiet_reasons(review)
    meds = [m for m in review.regimen.current() if m.resolution.state != "not-a-medicine"]
    pairs: dict[frozenset[str], Pair] = {}
    weights: Counter[str] = Counter()
    for a, b in combinations(meds, 2):
        key = frozenset((a.id, b.id))
        link = found.get(key)
        if link is None:
            pairs[key] = _pair(a, b, quiet)
            continue
        pairs[key] = Pair("found", link.mark, link.finding, link.part, link.number, link.words)
        for node in key:
            weights[node] += _WEIGHT[link.mark]  # type: ignore[assignment]
    if order == "findings":
        place = {m.id: i for i, m in enumerate(meds)}
        meds.sort(key=lambda m: (-weights[m.id], place[m.id]))
    elif order == "class":
        meds.sort(key=lambda m: (next((str(c) for i in m.ingredients for c in i.atc), "~"), m.label))
    return PairGrid(tuple(meds), pairs)
