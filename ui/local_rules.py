"""Rules that this workstation switched off, each with its reason, kept until they are switched on again. No Qt.

One JSON file in the user's data folder, beside what is remembered. A rule that is off still speaks: its findings stand
among the quiet ones with the reason, and their number among what was not checked. Nothing of a patient stands in the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from regimen_review.errors import UserError

FILE = "local-rules.json"


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """One rule by its id, why it is off, and its title as the person saw it."""

    rule: str
    reason: str
    title: str = ""
    since: str = ""


class LocalRules:
    """The file and what stands in it; every change is on disk before the call returns."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file."""
        from ui import remembered  # late, so that the folder is asked for when it is needed

        return self._path or remembered.user_folder() / FILE

    @property
    def kept(self) -> tuple[SwitchedOff, ...]:
        """The rules that are off, read anew; none where there is no file or it cannot be read: then every rule speaks."""
        with suppress(OSError, ValueError, RecursionError):
            told = json.loads(self.path.read_text(encoding="utf-8-sig"))
            rows = told.get("switched_off") if isinstance(told, dict) else None
            return tuple(_row(row) for row in rows if _whole(row)) if isinstance(rows, list) else ()
        return ()

    def reasons(self) -> Mapping[str, str]:
        """Rule id to reason, as :class:`regimen_review.knowledge.Knowledge` takes it."""
        return {off.rule: off.reason for off in self.kept}

    def switch_off(self, off: SwitchedOff) -> None:
        """Keep a rule off from the next review on. Raises UserError without a reason, or where it cannot be kept."""
        if not off.reason.strip():
            raise UserError("A rule is switched off only with a reason: say why it does not help here.")
        self._keep((*(k for k in self.kept if k.rule != off.rule), off))

    def switch_on(self, rule: str) -> bool:
        """Let a rule speak again; whether it was off."""
        before = self.kept
        rest = tuple(k for k in before if k.rule != rule)
        if len(rest) == len(before):
            return False
        self._keep(rest)
        return True

    def _keep(self, rows: tuple[SwitchedOff, ...]) -> None:
        from ui.session_file import write_whole

        plain = {"switched_off": [_plain(row) for row in sorted(rows, key=lambda r: r.rule)]}
        write_whole(self.path, (json.dumps(plain, indent=1, ensure_ascii=False) + "\n").encode())


def _plain(row: SwitchedOff) -> dict[str, str]:
    return {"rule": row.rule, "reason": row.reason, "title": row.title, "since": row.since}


def _whole(row: object) -> bool:
    """Whether a row can count: a rule without a reason is not off."""
    return isinstance(row, dict) and all(isinstance(row.get(k), str) and row[k].strip() for k in ("rule", "reason"))


def _row(row: dict[str, object]) -> SwitchedOff:
    return SwitchedOff(str(row["rule"]), str(row["reason"]).strip(), str(row.get("title") or ""), str(row.get("since") or ""))
