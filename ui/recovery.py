"""Work that survives a crash: every review in work has a copy in one folder until it is closed. No Qt.

A copy is named after the process that writes it and locked by it, so that two windows never take each other's work for lost.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from regimen_review.errors import UserError
from ui.session import SessionState
from ui.session_file import open_session, save_session


@dataclass(frozen=True)
class Recovered:
    """A review that was in work when the program ended without closing it."""

    state: SessionState
    saved: str
    path: Path


class RecoveryCopy:
    """The copy of one window's work. ``alive`` tells whether the process of an id still runs."""

    def __init__(self, folder: Path, process: int) -> None:
        self._folder = folder
        self.path = folder / f"work-{process}.regimen"

    def keep(self, state: SessionState, now: datetime) -> str:
        """Write the copy and give the time as written."""
        saved = now.replace(microsecond=0).isoformat()
        save_session(self.path, state, saved)
        return saved

    def drop(self) -> None:
        """The review was closed: nothing is left to recover."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def lost(self, running: frozenset[int]) -> Recovered | None:
        """The newest copy of a process that no longer runs, or None; a damaged copy is left where it is."""
        found = []
        for path in self._folder.glob("work-*.regimen"):
            process = path.stem.removeprefix("work-")
            if path == self.path or not process.isdecimal() or int(process) in running:
                continue
            with suppress(UserError):
                state, saved = open_session(path)
                found.append(Recovered(state, saved, path))
        return max((one for one in found if not one.state.empty), key=lambda one: one.saved, default=None)
