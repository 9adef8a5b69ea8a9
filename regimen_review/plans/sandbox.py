"""What if: scenarios tried out on a regimen, each reviewed and held against the list as it is. Nothing is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from regimen_review.findings import Review
from regimen_review.knowledge import Knowledge
from regimen_review.patient import Patient
from regimen_review.plans.changes import Change, Stop, apply_changes, changes_words
from regimen_review.plans.comparison import Comparison, compare
from regimen_review.plans.rechecking import Checked, check_again, check_all
from regimen_review.regimen import Regimen
from regimen_review.rules.situation import HALF_LIVES_THAT_COUNT

KnowledgeFor = Callable[[Regimen], Knowledge]
"""Where the knowledge of drugs that are not on the list yet comes from: the store's ``knowledge_for``, for one patient."""


@dataclass(frozen=True)
class Scenario:
    """Changes tried out: the regimen after them, its review, and how that differs from the list as it is.

    ``lingering`` are sentences about stopped drugs whose effect outlasts the last dose.
    """

    name: str
    changes: tuple[Change, ...]
    regimen: Regimen
    review: Review
    comparison: Comparison
    lingering: tuple[str, ...] = ()
    says: str = ""


class Sandbox:
    """One list with everything that was tried out on it; each regimen is reviewed once."""

    def __init__(self, regimen: Regimen, patient: Patient, knowledge_for: KnowledgeFor) -> None:
        self.regimen = regimen
        self.patient = patient
        self.knowledge_for = knowledge_for
        self.base: Checked = check_all(regimen, patient, knowledge_for(regimen))
        self._reviews: dict[tuple[object, ...], Review] = {_key(regimen): self.base.review}

    @property
    def review(self) -> Review:
        """The review of the list as it is."""
        return self.base.review

    def review_of(self, regimen: Regimen) -> Review:
        """The review of any regimen of this patient, kept for the next time it is asked."""
        key = _key(regimen)
        if key not in self._reviews:
            self._reviews[key] = check_again(self.base, regimen, self.knowledge_for(regimen)).review
        return self._reviews[key]

    def try_out(self, changes: Iterable[Change], name: str = "") -> Scenario:
        """The changes in their order, reviewed. Raises UserError where one cannot be made."""
        listed = tuple(changes)
        regimen = apply_changes(self.regimen, listed)
        words = changes_words(listed, self.regimen)
        review = self.review_of(regimen)
        comparison = compare(self.review, review)
        lingering = tuple(self._lingering(listed))
        says = f"{words[0].upper()}{words[1:]}: {comparison.says[0].lower()}{comparison.says[1:]}"
        return Scenario(name or words, listed, regimen, review, comparison, lingering, " ".join((says, *lingering)))

    def _lingering(self, changes: tuple[Change, ...]) -> Iterable[str]:
        facts = self.knowledge_for(self.regimen).properties
        stopped = {c.medication for c in changes if isinstance(c, Stop) and c.on is None}
        for entry in self.regimen.medications:
            for substance in entry.substances if entry.id in stopped else ():
                known = facts.get(substance, {}).get("half-life-days", ())
                days = HALF_LIVES_THAT_COUNT * max((float(p.grade) for p in known if p.grade != "none"), default=0.0)
                if days >= 2:
                    yield f"{substance} still counts for about {days:.0f} days after the last dose."


def _key(regimen: Regimen) -> tuple[object, ...]:
    return (regimen.as_of, *regimen.medications)


def side_by_side(scenarios: Iterable[Scenario]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Scenarios as the columns of a table: for each finding (its headline) what each scenario makes of it: ``gone``,
    ``new``, ``changed`` or nothing where the scenario leaves it alone. Findings that no scenario touches are left out.
    """
    listed = list(scenarios)
    headlines: dict[str, str] = {}
    states: list[dict[str, str]] = []
    for scenario in listed:
        diff, state = scenario.comparison.members, {}
        for finding, word in (
            *((f, "gone") for f in diff.gone),
            *((f, "new") for f in diff.new),
            *((c.before, "changed") for c in diff.changed),
        ):
            headlines.setdefault(finding.id, finding.headline)
            state[finding.id] = word
        states.append(state)
    return tuple((headline, tuple(s.get(identity, "") for s in states)) for identity, headline in headlines.items())
