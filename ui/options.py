"""Trials that were kept to be compared: what each changes, what becomes of the findings, what it costs. No Qt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from regimen_review.codec import to_plain
from regimen_review.findings import Finding, Review
from regimen_review.plans.comparison import Comparison
from ui.session_state import KeptOption, SessionState
from ui.trial import Trial

State = Literal["", "gone", "new", "changed"]


@dataclass(frozen=True)
class Option:
    """One kept trial; ``comparison`` holds it against the list it was tried on."""

    kept: KeptOption
    review: Review
    comparison: Comparison

    @property
    def name(self) -> str:
        """Its letter."""
        return self.kept.name

    @property
    def trial(self) -> Trial:
        """What it tries."""
        return self.kept.trial

    @property
    def words(self) -> tuple[str, ...]:
        """Its changes in words."""
        return self.kept.words


def list_mark(state: SessionState) -> str:
    """A short mark of list, names and patient: options of one mark were tried on the same."""
    plain = json.dumps([to_plain(state.listing), to_plain(state.confirmed), to_plain(state.patient)])
    same = json.loads(plain, parse_int=float)  # a list that was saved and opened again has 1.0 where it had 1
    return sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class OptionRow:
    """A finding of today, or one that an option brings, with its state in each option."""

    finding: Finding
    states: tuple[State, ...]


def option_name(taken: Sequence[str]) -> str:
    """The first free letter, A to Z, then A2 …"""
    letters = [chr(ord("A") + i) for i in range(26)]
    return next(name for n in range(1, len(taken) + 2) for name in (f"{c}{n if n > 1 else ''}" for c in letters) if name not in taken)


def option_rows(options: Sequence[Option]) -> tuple[OptionRow, ...]:
    """Every finding that an option touches, in the order of today and then as the options bring them."""
    found: dict[str, Finding] = {}
    states: list[dict[str, State]] = []
    for option in options:
        diff, mine = option.comparison.shown, dict[str, State]()
        touched: list[tuple[Finding, State]] = [(f, "gone") for f in diff.gone]
        touched += [(c.before, "changed") for c in diff.changed]
        touched += [(f, "new") for f in diff.new]
        for finding, state in touched:
            found.setdefault(finding.id, finding)
            mine[finding.id] = state
        states.append(mine)
    rank = {"act": 0, "review": 1, "note": 2, "none": 3}
    ordered = sorted(found.values(), key=lambda f: rank[f.tier])
    return tuple(OptionRow(f, tuple(mine.get(f.id, "") for mine in states)) for f in ordered)


def protections_lost(option: Option) -> tuple[str, ...]:
    """What the stopped drugs protected from."""
    return tuple(dict.fromkeys(f.protects or f.headline for f in option.comparison.protection_lost))


def newly_unchecked(option: Option) -> tuple[str, ...]:
    """What could be checked before and cannot be checked now, in short."""
    return tuple(dict.fromkeys(what.partition(": ")[0] for what in option.comparison.not_checked_new))
