"""How long work tells how far it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""``report(done, total)``; it may raise :class:`Cancelled`, which the worker lets pass."""


class Cancelled(Exception):  # noqa: N818 - an event, not an error
    """Raised by a progress callback when the person asked to stop; nothing half-done is kept."""


def silent(done: int, total: int) -> None:
    """A progress callback for callers that do not watch."""
