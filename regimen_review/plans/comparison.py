"""Two reviews held against each other: which findings are gone, new or changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regimen_review.findings import Finding, NotChecked, Review
from regimen_review.knowledge import SEVERITY_RANK, TIER_RANK
from regimen_review.plans.elementary import elementary

GRADES = ("tier", "severity", "action")


@dataclass(frozen=True, slots=True)
class Changed:
    """A finding that is there before and after, but not the same; ``says`` is how (``severity major, was moderate``)."""

    before: Finding
    after: Finding
    says: str


@dataclass(frozen=True, slots=True)
class FindingsDiff:
    """Findings gone, new and changed; ``kept`` counts those that stayed the same."""

    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    changed: tuple[Changed, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reviews compared as they are shown (``shown``) and rule by rule (``members``).

    ``protection_lost`` are intended findings that are gone, ``act_before`` and ``act_after`` count what is to be decided
    today, ``not_checked_new`` what could be checked before and cannot be checked now.
    """

    shown: FindingsDiff
    members: FindingsDiff
    protection_lost: tuple[Finding, ...]
    act_before: int
    act_after: int
    not_checked_new: tuple[str, ...]
    says: str


def compare(before: Review, after: Review) -> Comparison:
    """What became of the findings of ``before`` in ``after``; ``says`` sums it up in one sentence."""
    shown = _diff(before.findings, after.findings)
    members = _diff(elementary(before.findings), elementary(after.findings))
    lost = tuple(f for f in members.gone if f.intended)
    known = {line for n in before.not_checked for line in _lines(n)}
    unchecked = tuple(dict.fromkeys(n.what for n in after.not_checked if any(line not in known for line in _lines(n))))
    acts = (len(before.in_tier("act")), len(after.in_tier("act")))
    return Comparison(shown, members, lost, *acts, unchecked, _sentence(members, acts, lost, unchecked))


def _lines(line: NotChecked) -> Iterable[tuple[str, str | None, str]]:
    """A line that names several drugs as one line a drug, so that one drug less is not a new line."""
    check, _, drugs = line.what.partition(": ")
    for drug in drugs.replace(" and ", ", ").split(", ") if drugs else [check]:
        yield line.why, line.missing, drug


def _diff(before: Iterable[Finding], after: Iterable[Finding]) -> FindingsDiff:
    old = {f.id: f for f in before}
    new = {f.id: f for f in after}
    pairs = [(old[i], new[i]) for i in old if i in new]
    gone, fresh = [f for i, f in old.items() if i not in new], [f for i, f in new.items() if i not in old]
    for finding, successor in _successors(gone, fresh):
        pairs.append((finding, successor))
        gone.remove(finding)
        fresh.remove(successor)
    changed = tuple(Changed(a, b, says) for a, b in pairs if a is not b and (says := _difference(a, b)))
    return FindingsDiff(tuple(gone), tuple(fresh), changed, len(pairs) - len(changed))


NAMING_ALL = frozenset({"multi-drug", "burden", "duplicate", "omitted", "no-indication"})
"""Kinds whose findings name every drug that fits, so that one drug more or less leaves them the same finding."""


def _successors(gone: list[Finding], fresh: list[Finding]) -> list[tuple[Finding, Finding]]:
    """Findings that are the same but for a drug that came or went: one rule (or cluster), round the same drug. A finding
    of a pair has no successor: with another drug it is another finding. The largest overlap is matched first.
    """
    alike = [(a, b) for a in gone for b in fresh if _alike(a, b)]
    alike.sort(key=lambda pair: (-len({*pair[0].drugs} & {*pair[1].drugs}), *sorted((pair[0].id, pair[1].id))))
    taken: set[str] = set()
    found = []
    for a, b in alike:
        if not {a.id, b.id} & taken:
            taken |= {a.id, b.id}
            found.append((a, b))
    return found


def _alike(a: Finding, b: Finding) -> bool:
    names_all = bool(a.members or b.members) or a.kind in NAMING_ALL
    return names_all and a.rule_id == b.rule_id and a.object == b.object and bool({*a.drugs} & {*b.drugs})


def _difference(before: Finding, after: Finding) -> str:
    parts = [f"{g} {getattr(after, g)}, was {getattr(before, g)}" for g in GRADES if getattr(before, g) != getattr(after, g)]
    if before.score != after.score:
        parts.append(f"score {_score(after)}, was {_score(before)}")
    left = [d for d in before.drugs if d not in after.drugs]
    joined_in = [d for d in after.drugs if d not in before.drugs]
    parts += [f"without {', '.join(left)}"] if left else []
    parts += [f"now with {', '.join(joined_in)}"] if joined_in else []
    if not parts and {m.id for m in before.members} != {m.id for m in after.members}:
        parts.append(f"{len(after.members)} findings folded in, were {len(before.members)}")
    return "; ".join(parts)


def _score(finding: Finding) -> str:
    return "none" if finding.score is None else f"{finding.score:g}"


def weight(findings: Iterable[Finding]) -> tuple[int, int, int]:
    """How much a set of findings weighs, for ordering only: findings in tier act, in tier review, and severities added."""
    listed = [f for f in findings if not f.intended]
    acts = sum(TIER_RANK[f.tier] == TIER_RANK["act"] for f in listed)
    return acts, sum(f.tier == "review" for f in listed), sum(SEVERITY_RANK[f.severity] for f in listed)


def _sentence(diff: FindingsDiff, acts: tuple[int, int], lost: tuple[Finding, ...], unchecked: tuple[str, ...]) -> str:
    gone = sum(not f.intended for f in diff.gone)
    new = sum(not f.intended for f in diff.new)
    if not (gone or new or diff.changed or lost):
        text = "Nothing changes in what was found"
    else:
        text = f"{_count(gone)} gone, {new} new, {len(diff.changed)} changed"
    text += f"; to decide today: {acts[1]}, was {acts[0]}" if acts[0] != acts[1] else f"; to decide today: {acts[1]} as before"
    protections = dict.fromkeys(f.protects or "what was meant" for f in lost)
    text += f"; protection lost: {', '.join(protections)}" if lost else ""
    text += f"; {len(unchecked)} more not checked" if unchecked else ""
    return text + "."


def _count(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"
