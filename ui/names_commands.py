"""names list, forget: what was remembered on this workstation, and how to have it asked again."""

from __future__ import annotations

import argparse
from typing import Any

from exports import plain
from regimen_review.errors import UserError
from ui.remembered import Memory


def add_to(sub: Any) -> None:
    """Register ``names`` with its own commands."""
    names = sub.add_parser("names", help="names that you settled and that are remembered")
    inner = names.add_subparsers(dest="about", required=True, metavar="COMMAND")
    shown = inner.add_parser("list", help="every remembered name and column heading")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=_list)
    gone = inner.add_parser("forget", help="ask about a name again")
    gone.add_argument("name", metavar="NAME", help="the name as written, or the header of a table")
    gone.set_defaults(run=_forget)


def _list(options: argparse.Namespace) -> int:
    kept = Memory().kept
    if options.json:
        for key, name in sorted(kept.names.items()):
            print(plain.line({"key": key, "as_written": name.written, "ingredients": list(name.substances)}))
        return 0
    for name in sorted(kept.names.values(), key=lambda n: n.written.lower()):
        print(f"{name.written}: {' + '.join(name.substances) or 'not a medicine'}")
    for header, meanings in sorted(kept.columns.items()):
        print(f"columns {header}: {', '.join(meanings)}")
    if not kept.names and not kept.columns:
        print("Nothing is remembered on this workstation.")
    return 0


def _forget(options: argparse.Namespace) -> int:
    memory = Memory()
    if not memory.forget(options.name) and not memory.forget_columns(options.name.strip().lower()):
        raise UserError(f"'{options.name}' is not remembered. Type regimen-review names list to see what is.")
    print(f"{options.name} will be asked again.")
    return 0
