"""A review after a small change, without asking again the rules that the change cannot touch.

Every check asks its rules one by one, and a rule speaks only of what its selectors and conditions name. So what each rule
said is kept, and after a change only those rules are asked again that name a drug that came, went or is taken in another
way. Folding and ranking are always done anew. The outcome is the same as that of a full review (tested as a property).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from regimen_review.checks import CHECKS, Check
from regimen_review.checks.outside import check_outside
from regimen_review.findings import Review
from regimen_review.knowledge import Knowledge, Rule
from regimen_review.patient import Patient
from regimen_review.regimen import Regimen, SubstanceId
from regimen_review.review import review_from
from regimen_review.rules.firing import Said
from regimen_review.rules.language import parse_condition, terms_of
from regimen_review.rules.selectors import parse_selector
from regimen_review.rules.situation import Situation

Answers = tuple[tuple[int, Said], ...]
"""What one rule said, with the place of the check in the order of all checks."""


@dataclass(frozen=True)
class Checked:
    """A regimen with its review and what each rule said, from which the next review starts."""

    situation: Situation
    asked: Mapping[str, Answers]
    review: Review


def check_all(regimen: Regimen, patient: Patient, knowledge: Knowledge) -> Checked:
    """A full review that remembers what each rule said."""
    situation = Situation(regimen, patient, knowledge)
    return _checked(situation, dict(_ask(_live(knowledge), situation)))


def check_again(before: Checked, regimen: Regimen, knowledge: Knowledge) -> Checked:
    """The review of another regimen of the same patient, from what is known of the first."""
    old = before.situation
    if regimen.as_of != old.as_of:
        return check_all(regimen, old.patient, knowledge)
    situation = old.on(regimen, knowledge)
    changed = changed_substances(old.regimen, regimen)
    touched = keys_of(changed, knowledge) | keys_of(changed, old.knowledge)
    known = {r.id: r for r in _live(old.knowledge)}
    live = _live(knowledge)
    stale = (r for r in live if known.get(r.id) is not r or _looks_at_all(r) or not touched.isdisjoint(named_by(r)))
    anew = dict(_ask(stale, situation))
    return _checked(situation, {r.id: anew[r.id] if r.id in anew else before.asked[r.id] for r in live})


def _looks_at_all(rule: Rule) -> bool:
    """Whether any drug of the list can change what the rule says, named by it or not."""
    return rule.every_drug or rule.kind == "no-indication"


def ask_only(rules: Iterable[Rule], situation: Situation) -> Said:
    """What some rules say of a situation, unfolded, in the order of the checks."""
    return _joined(dict(_ask(rules, situation)).values())


def _live(knowledge: Knowledge) -> list[Rule]:
    return [r for r in knowledge.rules if r.status != "retired"]


def _ask(rules: Iterable[Rule], situation: Situation) -> Iterator[tuple[str, Answers]]:
    for rule, part in situation.one_by_one(rules):
        yield rule.id, tuple((n, check(part)) for n, check in _checks_of(rule.kind))


def _joined(asked: Iterable[Answers]) -> Said:
    """What all rules said in the order in which a full review has it: check by check, rule by rule."""
    by_check: dict[int, list[Said]] = {}
    for answers in asked:
        for n, said in answers:
            by_check.setdefault(n, []).append(said)
    whole = Said()
    for said in chain.from_iterable(by_check[n] for n in sorted(by_check)):
        whole.extend(said)
    return whole


def _checked(situation: Situation, asked: Mapping[str, Answers]) -> Checked:
    said = _joined(asked.values())
    said.extend(check_outside(situation))  # no rule stands behind imported ratings; they are the last check of all
    return Checked(situation, asked, review_from(said, situation))


def changed_substances(before: Regimen, after: Regimen) -> frozenset[SubstanceId]:
    """The substances of every entry that is not exactly the same in both regimens."""
    differing = set(before.medications) ^ set(after.medications)
    return frozenset(s for m in differing for s in m.substances)


def keys_of(substances: Iterable[SubstanceId], knowledge: Knowledge) -> frozenset[str]:
    """Everything by which a rule can name these substances: themselves, their classes, their properties."""
    keys: set[str] = set()
    for substance in substances:
        keys.add(f"substance:{substance}")
        keys.update(f"class:{c}" for c in knowledge.classes.get(substance, ()))
        keys.update(f"property:{p}" for p in knowledge.properties.get(substance, ()))
    return frozenset(keys)


def named_by(rule: Rule) -> frozenset[str]:
    """Every substance, class and property that a rule names: in its roles, loads, omissions and conditions."""
    known = _NAMED.get(id(rule))
    if known is None or known[0] is not rule:
        known = _NAMED[id(rule)] = (rule, frozenset(_names(rule)))
    return known[1]


def filled_by(rule: Rule) -> frozenset[str]:
    """Every substance, class and property that can fill a part of a rule: what a finding of it can be about."""
    known = _FILLED.get(id(rule))
    if known is None or known[0] is not rule:
        known = _FILLED[id(rule)] = (rule, frozenset(_parts(rule)))
    return known[1]


_FILLED: dict[int, tuple[Rule, frozenset[str]]] = {}
_NAMED: dict[int, tuple[Rule, frozenset[str]]] = {}
"""By identity of the rule, which is kept beside the answer so that no other rule takes its place: a lasting base has
one value a rule, and hashing a whole rule costs more than reading it.
"""


def _parts(rule: Rule) -> Iterator[str]:
    yield from (f"{s.kind}:{s.name}" for role in rule.roles for s in role.selectors if not s.negated)
    yield from (f"property:{load.property}" for load in rule.loads)


def _names(rule: Rule) -> Iterator[str]:
    yield from _parts(rule)
    yield from (f"{s.kind}:{s.name}" for role in rule.roles for s in role.selectors if s.negated)
    yield from (_key(text) for text in rule.missing)
    yield from (f"{s.kind}:{s.name}" for load in rule.loads for s in load.among)
    conditions = [rule.when, *(f.when for f in rule.factors), *(p.when for p in rule.points)]
    for text in conditions:
        for term in terms_of(parse_condition(text)) if text else ():
            for argument in term.arguments:
                yield from (_key(word) for word in argument.split("|") if word.strip())


def _key(text: str) -> str:
    try:
        selector = parse_selector(text)
    except ValueError:
        return text
    return f"{selector.kind}:{selector.name}"


class _Kinds(dict[str, Sequence[Rule]]):
    """Rules by kind that remember which kinds were asked for; there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: object = None) -> Any:
        self.asked.add(key)
        return default


@cache
def _checks_of(kind: str) -> tuple[tuple[int, Check], ...]:
    """The checks that ask rules of one kind, each with its place in the order of all checks."""
    return tuple((n, check) for n, check in enumerate(c for _, c in CHECKS) if kind in _kinds_asked(check))


@cache
def _kinds_asked(check: Check) -> frozenset[str]:
    kinds = _Kinds()
    empty = Situation(Regimen(), Patient(), Knowledge("", "", None, {}, {}, {}, {}, {}, ()))
    empty.rules_by_kind = kinds
    check(empty)
    return frozenset(kinds.asked)
