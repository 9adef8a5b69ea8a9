"""Holding one condition of a rule against a patient: true, false, or not known, with what counted.

Three-valued logic (Kleene): ``and`` is false if any part is false, else unknown if any is unknown. What was not
known is named, so that it can become a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from regimen_review.knowledge import Rule
from regimen_review.rules.drug_terms import DRUG_TERMS
from regimen_review.rules.language import All, Expression, Not, Term, parse_condition, terms_of
from regimen_review.rules.outcome import Binding, Outcome
from regimen_review.rules.patient_terms import ALLERGY_TERMS, PATIENT_TERMS
from regimen_review.rules.shapes import misshapen
from regimen_review.rules.situation import Situation

DRUGS_TOO: Mapping[str, Callable[[Term, Binding, Situation], Outcome]] = {**DRUG_TERMS, **ALLERGY_TERMS}
TERMS: frozenset[str] = frozenset(PATIENT_TERMS) | frozenset(DRUGS_TOO)
"""Every term a rule may use; ``docs/knowledge.md`` lists them for writers."""

SELECTOR_TERMS = frozenset({"taking", "count"})
ROLE_TERMS = frozenset(DRUG_TERMS) - SELECTOR_TERMS
"""Terms that speak of the drugs in a role of the rule, or of a drug by its name."""
MEASURE_TERMS = frozenset({"lab", "no-lab", "lab-age", "lab-change"})


def holds(text: str, binding: Binding, situation: Situation) -> Outcome:
    """How the condition ``text`` comes out for this patient with these drugs in the rule's roles."""
    read = _read(text)
    if not read.of_patient:
        return _evaluate(read.tree, binding, situation)
    known = situation.told.get(text)
    if known is None:
        known = situation.told[text] = _evaluate(read.tree, binding, situation)
    return known


def ruled_out(rule: Rule, situation: Situation) -> bool:
    """Whether the patient alone keeps a rule silent, whichever drugs fill its roles: then nobody needs to look for them."""
    if not rule.when:
        return False
    read = _read(rule.when)
    silent = (False, None) if rule.unknown == "silent" else (False,)
    if read.of_patient:
        return holds(rule.when, {}, situation).holds in silent
    return any(_evaluate(part, {}, situation).holds in silent for part in read.gates)


class _Read(NamedTuple):
    """A condition's tree, and what of it asks of the patient alone: one answer holds for all drugs."""

    tree: Expression
    of_patient: bool
    gates: tuple[Expression, ...]
    """Parts that ask of the patient alone, each of which must hold for the whole to hold."""


@lru_cache(maxsize=8192)
def _read(text: str) -> _Read:
    tree = parse_condition(text)
    parts = tree.parts if isinstance(tree, All) else (tree,)
    return _Read(tree, _asks_patient(tree), tuple(p for p in parts if _asks_patient(p)))


def _asks_patient(tree: Expression) -> bool:
    return all(term.name in PATIENT_TERMS for term in terms_of(tree))


def _evaluate(tree: Expression, binding: Binding, situation: Situation) -> Outcome:
    if isinstance(tree, Term):
        return _asked(tree, situation) if tree.name in PATIENT_TERMS else DRUGS_TOO[tree.name](tree, binding, situation)
    if isinstance(tree, Not):
        inner = _evaluate(tree.part, binding, situation)
        return Outcome(None if inner.holds is None else not inner.holds, inner.because, inner.missing, inner.context)
    return _all(tree.parts, binding, situation) if isinstance(tree, All) else _some(tree.parts, binding, situation)


def _asked(term: Term, situation: Situation) -> Outcome:
    """A term that asks of the patient: asked once."""
    known = situation.told.get(term.text)
    if known is None:
        known = situation.told[term.text] = PATIENT_TERMS[term.name](term, situation)
    return known


def _all(parts: tuple[Expression, ...], binding: Binding, situation: Situation) -> Outcome:
    outcomes: list[Outcome] = []
    for part in parts:
        outcome = _evaluate(part, binding, situation)
        if outcome.holds is False:
            return outcome
        outcomes.append(outcome)
    unknown = [o for o in outcomes if o.holds is None]
    return _joined([*unknown, *(o for o in outcomes if o.holds)], value=None) if unknown else _joined(outcomes, value=True)


def _some(parts: tuple[Expression, ...], binding: Binding, situation: Situation) -> Outcome:
    """Every part is looked at: each that holds is a reason of its own."""
    outcomes = [_evaluate(part, binding, situation) for part in parts]
    true = [o for o in outcomes if o.holds]
    if true:
        return _joined(true, value=True)
    unknown = [o for o in outcomes if o.holds is None]
    return _joined(unknown, value=None) if unknown else _joined(outcomes, value=False)


def _joined(outcomes: list[Outcome], *, value: bool | None) -> Outcome:
    if len(outcomes) == 1 and outcomes[0].holds is value:
        return outcomes[0]
    return Outcome(
        value,
        tuple(dict.fromkeys(b for o in outcomes for b in o.because)),
        tuple(dict.fromkeys(m for o in outcomes for m in o.missing)) if value is None else (),
        tuple(dict.fromkeys(c for o in outcomes for c in o.context)),
    )


def faults_in(text: str) -> tuple[str, ...]:
    """What is wrong with a condition as far as its own text tells; empty when it can be evaluated."""
    try:
        tree = parse_condition(text)
    except ValueError as fault:
        return (str(fault),)
    found: list[str] = []
    for term in terms_of(tree):
        if term.name not in TERMS:
            found.append(f"there is no term '{term.name}' in '{text}'")
        else:
            found.extend(misshapen(term))
    return tuple(found)
