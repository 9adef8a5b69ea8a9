"""The commands. No Qt here; the window is imported only when it is to be opened."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from regimen_review.errors import UserError

Command = Callable[[argparse.Namespace], int]


def _parser() -> argparse.ArgumentParser:
    from ui import commands, export_commands, knowledge_commands, serve

    parser = argparse.ArgumentParser(
        prog="regimen-review", description="Reviews a patient's medications offline: what matters, why, how sure, and what to do."
    )
    sub = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_to(sub)
    export_commands.add_to(sub)
    serve.add_to(sub)
    knowledge_commands.add_to(sub)
    return parser


def _open_window(files: Sequence[str]) -> int:
    from ui.desktop.app import run_window

    return int(run_window(files[0] if files else None))


def _names() -> frozenset[str]:
    from ui import commands, export_commands, serve

    return frozenset({*commands.NAMES, *export_commands.NAMES, *serve.NAMES, "knowledge"})


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
        if not given or (given[0] not in _names() and not given[0].startswith("-")):
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
