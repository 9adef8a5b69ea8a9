"""A drug in a patient who reacted to it or to a relative of it."""

from __future__ import annotations

from collections.abc import Iterator

from regimen_review.findings import NotChecked
from regimen_review.rules.binding import rules_of, singles, taken
from regimen_review.rules.firing import Said, fire, joined
from regimen_review.rules.outcome import Binding
from regimen_review.rules.situation import Situation

UNREAD = "not a medicine that the base knows; compare it with the list by hand"


def check_allergies(situation: Situation) -> Said:
    """Each drug against the recorded allergies and intolerances, with cross-reactivity as the rules state it; by the rules
    that name no drug, each drug against a record of the drug itself. Those give way, when all is folded, to a rule that
    speaks of its class.
    """
    said = Said()
    for rule in rules_of(situation, "drug-allergy"):
        for binding in _in_question(situation) if rule.every_drug else singles(rule, situation):
            said.add(fire(rule, binding, situation))
    said.not_checked.extend(_unread(situation))
    return said


def _unread(situation: Situation) -> Iterator[NotChecked]:
    """Allergies whose name says nothing to the base (latex, but also a penicillin in another language) were compared with
    no drug.
    """
    names = tuple(dict.fromkeys(a.text for a in situation.patient.allergies if not a.targets))
    if names:
        yield NotChecked(f"allergies: {joined(names)}", UNREAD)


def _in_question(situation: Situation) -> Iterator[Binding]:
    """Each drug that itself, or another form of it, is on record; every drug where nobody asked about allergies."""
    asked, recorded = situation.patient.allergies_known, situation.allergies.keys()
    if asked and not recorded:
        return
    for substance, exposures in taken(situation).items():
        if not asked or not recorded.isdisjoint(situation.forms_of(substance)):
            yield {"drug": exposures}
