"""What a person may decide on a finding: accept, modify, reject or defer, each with a coded reason. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from regimen_review.findings import Finding

Verdict = Literal["accept", "modify", "reject", "defer"]
VERDICTS: tuple[Verdict, ...] = ("accept", "modify", "reject", "defer")
DONE: Mapping[Verdict, str] = {
    "accept": "Accepted",
    "modify": "Modified",
    "reject": "Rejected",
    "defer": "Deferred",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason; ``drug`` is the substance that it acts on, where it acts on one."""

    code: str
    says: str
    drug: str | None = None

    @property
    def key(self) -> str:
        """The code with its drug, as it is kept in the file (``stop:tramadol``)."""
        return f"{self.code}:{self.drug}" if self.drug else self.code


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one finding: ``reason`` is a :attr:`Reason.key`, ``by`` the day until which it is to be done.

    ``done`` is the day on which what was promised was done. ``was`` is the entry as written when the decision was made,
    ``watch`` are the measures to be looked at, ``headline`` is that of the finding: a later list is held against them.
    ``rule`` is the rule with its version as decided upon, so that a later base can show what changed since.
    """

    finding: str
    verdict: Verdict
    reason: str = ""
    who: str = ""
    by: date | None = None
    note: str = ""
    rule: str = ""
    decided: str = ""
    done: date | None = None
    was: str = ""
    watch: tuple[str, ...] = ()
    headline: str = ""


_ACTIONS: tuple[tuple[str, str], ...] = (
    ("stop", "Stop a drug: {drug}"),
    ("dose", "Change the dose: {drug}"),
    ("swap", "Replace a drug: {drug}"),
)
_PLAIN_ACTIONS: tuple[Reason, ...] = (
    Reason("monitor", "Monitor as described"),
    Reason("space", "Take at different times"),
    Reason("add", "Add a protecting drug"),
    Reason("measure", "Get the missing value first"),
    Reason("tell", "Tell the patient what to watch for"),
)
_REFUSALS: tuple[Reason, ...] = (
    Reason("benefit", "Benefit outweighs the risk"),
    Reason("monitored", "Already monitored"),
    Reason("tolerated", "Tolerated for a long time"),
    Reason("intended", "Intended, known to the prescriber"),
    Reason("not-here", "Does not apply to this patient"),
    Reason("list-wrong", "The list is wrong"),
    Reason("other", "Other, see note"),
)
_POSTPONEMENTS: tuple[Reason, ...] = (
    Reason("result", "Waiting for a result"),
    Reason("prescriber", "Ask the prescriber"),
    Reason("patient", "Ask the patient"),
    Reason("conference", "For the case conference"),
    Reason("visit", "At the next visit"),
)


def _on_drugs(finding: Finding, names: Mapping[str, str]) -> list[Reason]:
    return [Reason(code, says.format(drug=names.get(drug, drug)), drug) for code, says in _ACTIONS for drug in finding.drugs]


def _asks(finding: Finding) -> str:
    """The code of the action that the finding itself puts first."""
    named = [part.split(":")[0] for part in finding.clears]
    if finding.action == "monitor":
        return "monitor"
    return named[0] if named else {"avoid": "stop", "modify": "dose"}.get(finding.action, "monitor")


def reasons_for(finding: Finding, verdict: Verdict, names: Mapping[str, str] | None = None) -> tuple[Reason, ...]:
    """The coded reasons that fit a verdict on this finding, the likeliest first.

    Accepting and modifying name an action on one of the finding's own drugs; ``names`` maps a substance to the
    spelling that is shown (tall-man).
    """
    if verdict == "reject":
        return _REFUSALS
    if verdict == "defer":
        return _POSTPONEMENTS
    actions = [*_on_drugs(finding, names or {}), *_PLAIN_ACTIONS]
    first = _asks(finding)
    return tuple(sorted(actions, key=lambda reason: reason.code != first))


def reason_says(key: str, names: Mapping[str, str] | None = None) -> str:
    """The words of a kept reason key (``stop:tramadol`` to ``Stop a drug: traMADol``); an unknown key is itself."""
    code, _, drug = key.partition(":")
    for action, says in _ACTIONS:
        if action == code:
            return says.format(drug=(names or {}).get(drug, drug))
    plain = {reason.code: reason.says for reason in (*_PLAIN_ACTIONS, *_REFUSALS, *_POSTPONEMENTS)}
    return plain.get(code, key)
