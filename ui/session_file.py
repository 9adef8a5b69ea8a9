"""The ``.regimen`` file: one review as JSON, written beside and moved into place. No Qt.

The shape is documented in ``docs/user-guide/regimen-file.md``: frozen values become objects with their fields by
name (:mod:`regimen_review.codec`), fields at their default are left out, dates are ISO.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from regimen_review.codec import from_plain, to_plain
from regimen_review.errors import UserError
from regimen_review.json_text import read_json
from ui.session import SessionState

FORMAT = "regimen-review"
VERSION = 1


def render_session(state: SessionState, saved: str) -> bytes:
    """The bytes of a ``.regimen`` file; ``saved`` is an ISO date and time."""
    body = {"format": FORMAT, "version": VERSION, "saved": saved, "review": to_plain(state)}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def parse_session(content: bytes, file: str) -> tuple[SessionState, str]:
    """State and time of saving from the bytes of a ``.regimen`` file; :class:`UserError` if they are none."""
    try:
        body = read_json(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UserError("This is not a saved review: it is not JSON text.", file=file) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise UserError("This is JSON, but not a saved review.", file=file)
    version = body.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UserError("This review was saved by a newer version of the program: update to open it.", file=file)
    try:
        return from_plain(SessionState, body.get("review", {})), str(body.get("saved", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UserError(f"This saved review is damaged ({error}): open an earlier copy.", file=file) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old or the new one, never half: beside it, then moved into place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"It could not be saved ({reason}): choose another place.", file=path.name) from error


def save_session(path: Path, state: SessionState, saved: str) -> None:
    """Write a review to ``path``."""
    write_whole(path, render_session(state, saved))


def open_session(path: Path) -> tuple[SessionState, str]:
    """Read a review and the time at which it was saved."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"It could not be opened ({error.strerror or error}).", file=path.name) from error
    return parse_session(content, path.name)
