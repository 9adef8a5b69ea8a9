"""A long-term drug for which nothing on the list gives a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from regimen_review.changing import changed
from regimen_review.findings import Because, Finding, NotChecked
from regimen_review.knowledge import Rule
from regimen_review.regimen import SubstanceId
from regimen_review.rules.binding import rules_of, taken
from regimen_review.rules.firing import Said, fire, joined
from regimen_review.rules.situation import Exposure, Situation

SHORT_COURSE_DAYS = 30
"""A course planned to end within this many days is not long-term therapy."""
NAMED = 2
"""So many drugs are named in the headline; more are counted."""


def check_indications(situation: Situation) -> Said:
    """Each drug that is taken regularly against what it is used for (``treats``, ``accompanies``) and the conditions on
    record; one finding a rule with all drugs that have no reason. Without a list of conditions the check did not run.
    """
    said = Said()
    for rule in rules_of(situation, "no-indication"):
        fitting = set(situation.filling(rule.roles[0]))
        found = {s: e for s, e in taken(situation).items() if fitting & set(e) and not _explained(s, e, situation)}
        if not found:
            continue
        if not situation.patient.conditions_known:
            names = joined(situation.name(s) for s in found)
            said.not_checked.append(NotChecked(f"indications: {names}", "no condition list on record", "conditions", 1))
            continue
        finding = fire(_counted(rule, found), {"drug": tuple(e for entries in found.values() for e in entries)}, situation)
        said.add(changed(finding, because=(*finding.because, _looked_at(situation))) if isinstance(finding, Finding) else finding)
    return said


def _counted(rule: Rule, found: Collection[SubstanceId]) -> Rule:
    return rule if len(found) <= NAMED else changed(rule, headline=rule.headline.replace("{drug}", f"{len(found)} drugs"))


def _looked_at(situation: Situation) -> Because:
    told = sum(c.active for c in situation.patient.conditions)
    listed = "1 condition" if told == 1 else f"{told or 'no'} conditions"
    return Because(f"{listed} on record{', none that it is used for' if told else ''}")


def _explained(substance: SubstanceId, entries: tuple[Exposure, ...], situation: Situation) -> bool:
    """A reason is written beside it, it is taken now and then, a condition on record calls for it, or another drug does."""
    if any(_told(e) for e in entries) or not situation.conditions.keys().isdisjoint(_grades(substance, "treats", situation)):
        return True
    return any(situation.fitting_texts((text,)) for text in _grades(substance, "accompanies", situation))


def _told(entry: Exposure) -> bool:
    statement = entry.medication.statement
    days = statement.dosage.duration_days
    now_and_then = statement.dosage.prn or statement.status in ("prn", "planned", "given")
    return bool(statement.indication) or now_and_then or (days is not None and days <= SHORT_COURSE_DAYS)


def _grades(substance: SubstanceId, name: str, situation: Situation) -> Iterator[str]:
    return (fact.grade for fact in situation.knowledge.properties.get(substance, {}).get(name, ()))
