"""knowledge quiet list, add, remove: rules that this workstation switches off, each with its reason."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from exports import plain
from regimen_review.errors import UserError
from ui.local_rules import LocalRules, SwitchedOff


def add_to(sub: Any) -> None:
    """Register ``quiet`` with its own commands."""
    quiet = sub.add_parser("quiet", help="rules that are switched off on this workstation, with a reason")
    inner = quiet.add_subparsers(dest="quiet", required=True, metavar="COMMAND")
    shown = inner.add_parser("list", help="every rule that is switched off, and why")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=_list)
    off = inner.add_parser("add", help="switch a rule off; its findings stand among the quiet ones, with the reason, and are counted")
    off.add_argument("rule", metavar="RULE", help="the id of the rule, as it stands with each finding")
    off.add_argument("--reason", required=True, help="why the rule does not help here")
    off.set_defaults(run=_add)
    on = inner.add_parser("remove", help="let a rule speak again")
    on.add_argument("rule", metavar="RULE")
    on.set_defaults(run=_remove)


def _list(options: argparse.Namespace) -> int:
    kept = LocalRules().kept
    if options.json:
        for off in kept:
            print(plain.line({"rule": off.rule, "title": off.title, "reason": off.reason, "since": off.since or None}))
        return 0
    for off in kept:
        since = f" (since {off.since})" if off.since else ""
        print(f"{off.rule}: switched off here because {off.reason}{since}")
    if not kept:
        print("No rule is switched off on this workstation.")
    return 0


def _title(rule: str) -> str:
    """The headline of a rule of the base. Raises UserError for an id that the base does not have."""
    from ui.pipeline import Pipeline

    rules = {r.id: r.headline for r in Pipeline().store.all_rules()}
    if rule not in rules:
        near = sorted(r for r in rules if rule.casefold() in r)[:5]
        hint = f" Ids like it: {', '.join(near)}." if near else " Each finding names its rule."
        raise UserError(f"The base has no rule named '{rule}'.{hint}")
    return rules[rule]


def _add(options: argparse.Namespace) -> int:
    rule = options.rule.strip()
    LocalRules().switch_off(SwitchedOff(rule, options.reason.strip(), _title(rule), date.today().isoformat()))
    print(f"{rule} is switched off here because {options.reason.strip()}")
    print("Its findings stand among the quiet ones, with the reason, and are counted with what was not checked.")
    return 0


def _remove(options: argparse.Namespace) -> int:
    if not LocalRules().switch_on(options.rule.strip()):
        raise UserError(f"'{options.rule}' is not switched off. Type regimen-review knowledge quiet list to see what is.")
    print(f"{options.rule.strip()} speaks again.")
    return 0
