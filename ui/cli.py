"""The commands. No Qt here; the window is imported only when it is to be opened."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from ctypes.util import find_library
from importlib import import_module
from pathlib import Path

from regimen_review.errors import UserError

HOMES: Mapping[str, str] = {
    "medications": "ui.commands",
    "check": "ui.commands",
    "report": "ui.export_commands",
    "resolve": "ui.commands",
    "pairs": "ui.commands",
    "export": "ui.export_commands",
    "wording": "ui.export_commands",
    "serve": "ui.serve",
    "knowledge": "ui.knowledge_commands",
    "names": "ui.names_commands",
    "columns": "ui.column_commands",
    "plan": "ui.plan_commands",
    "timetable": "ui.plan_commands",
    "compare": "ui.plan_commands",
    "dont-add": "ui.plan_commands",
}
"""Each command and the module that has it; only what a call needs is imported, and for the window none of them."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regimen-review", description="Reviews a patient's medications offline: what matters, why, how sure, and what to do."
    )
    sub = parser.add_subparsers(dest="command", metavar="COMMAND")
    for home in dict.fromkeys(HOMES.values()):
        import_module(home).add_to(sub)
    return parser


def _open_window(files: Sequence[str]) -> int:
    if len(files) > 1 or (files and not Path(files[0]).exists()):
        raise UserError(
            f"There is no file and no command named '{files[0] if len(files) == 1 else ' '.join(files)}'. Type regimen-review --help."
        )
    if sys.platform == "linux" and not any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise UserError("There is no display for the window. Use 'regimen-review check FILE' or 'regimen-review report FILE -o OUT.pdf'.")
    if sys.platform == "linux" and os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM") and not find_library("xcb-cursor"):
        raise UserError("A system library for the window is missing. Type: sudo apt-get install libxcb-cursor0")
    from ui.desktop.app import run_window

    return int(run_window(files[0] if files else None))


def _use_utf8() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window with at most one file. Returns the exit status: 0 done, 2 unusable input
    or command line, 1 a fault of the program.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _use_utf8()
    try:
        if not given or (given[0] not in HOMES and not given[0].startswith("-")):
            return _open_window(given)
        options = _parser().parse_args(given)
        return int(options.run(options))
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
