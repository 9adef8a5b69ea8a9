"""What this workstation's user once confirmed: written names and corrected columns, kept until they are forgotten. No Qt.

One JSON file in the user's data folder. Nothing of a patient stands in it: a name and the substances it stands for, a
table's header and what its columns mean; names that could hold more than a name are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from regimen_review.errors import UserError
from regimen_review.knowledge import name_key
from regimen_review.regimen import SubstanceId

if TYPE_CHECKING:
    from regimen_review.readers.columns import ColumnMapping, Meaning

LONGEST = 80
"""Characters of a name; a longer text is a sentence and may say more than a name."""
_PERSONAL = re.compile(r"\d{5,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|@")
"""Numbers and dates that no medicine's name holds but a patient's record does."""

_NUMBERED = re.compile(r"column \d+")


@dataclass(frozen=True, slots=True)
class RememberedName:
    """A name as it was first written, and what it was settled as; no substances: not a medicine."""

    written: str
    substances: tuple[SubstanceId, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """Names by their :func:`~regimen_review.knowledge.name_key`, column meanings by ``ColumnMapping.key``."""

    names: Mapping[str, RememberedName] = field(default_factory=dict)
    columns: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)


def user_folder() -> Path:
    """Where this user's own data of the program lies."""
    import platformdirs

    return Path(platformdirs.user_data_dir("regimen-review", appauthor=False))


class Memory:
    """The file and what stands in it; every change is on disk before the call returns."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file."""
        return self._path or user_folder() / "remembered.json"

    @property
    def kept(self) -> Remembered:
        """What is remembered now, read anew; nothing where there is no file or it cannot be read."""
        return _read(self.path)

    def settled(self) -> dict[str, tuple[SubstanceId, ...] | None]:
        """Names as :func:`regimen_review.resolve.resolve_regimen` asks for them (None: not a medicine)."""
        return {key: name.substances or None for key, name in self.kept.names.items()}

    def remember(self, written: str, substances: tuple[SubstanceId, ...]) -> bool:
        """Keep what a name was settled as. False where it is not kept because it may hold more than a name."""
        key = name_key(written)
        if not key or len(written) > LONGEST or _PERSONAL.search(written):
            return False
        self._keep(replace(self.kept, names={**self.kept.names, key: RememberedName(written.strip(), substances)}))
        return True

    def forget(self, written: str) -> bool:
        """Ask about a name again; whether it was remembered at all."""
        key = name_key(written)
        if key not in self.kept.names:
            return False
        self._keep(replace(self.kept, names={k: n for k, n in self.kept.names.items() if k != key}))
        return True

    def remember_columns(self, mapping: ColumnMapping) -> None:
        """Keep a corrected column mapping for every table with this header. Columns without a header of their own are
        not kept: every such table would be taken for this one.
        """
        if all(_NUMBERED.fullmatch(c) or not c for c in mapping.columns):
            return
        self._keep(replace(self.kept, columns={**self.kept.columns, mapping.key: mapping.meanings}))

    def forget_columns(self, key: str) -> bool:
        """Guess a header's columns again; whether a correction was remembered."""
        if key not in self.kept.columns:
            return False
        self._keep(replace(self.kept, columns={k: m for k, m in self.kept.columns.items() if k != key}))
        return True

    def _keep(self, fresh: Remembered) -> None:
        from ui.session_file import write_whole

        plain = {
            "names": {k: {"written": n.written, "substances": list(n.substances)} for k, n in sorted(fresh.names.items())},
            "columns": {k: list(m) for k, m in sorted(fresh.columns.items())},
        }
        try:
            write_whole(self.path, (json.dumps(plain, indent=1, ensure_ascii=False) + "\n").encode())
        except UserError as error:
            raise UserError(f"What you settled could not be remembered for the next time: {error.sentence}", file=str(self.path)) from error


def _read(path: Path) -> Remembered:
    with suppress(OSError, ValueError, RecursionError):
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        if isinstance(told, dict):
            return Remembered(_names(told.get("names")), _columns(told.get("columns")))
    return Remembered()


def _names(told: Any) -> dict[str, RememberedName]:
    """The names that are whole; what another program or a crash left damaged is asked about again."""
    found: dict[str, RememberedName] = {}
    for key, entry in told.items() if isinstance(told, dict) else ():
        substances = entry.get("substances") if isinstance(entry, dict) else None
        if isinstance(substances, list) and all(isinstance(s, str) for s in substances):
            found[str(key)] = RememberedName(str(entry.get("written") or key), tuple(SubstanceId(s) for s in substances))
    return found


def _columns(told: Any) -> dict[str, tuple[Meaning, ...]]:
    if not told or not isinstance(told, dict):
        return {}
    from regimen_review.readers.columns import Meaning  # late: the window starts without the readers

    known = set(get_args(Meaning))
    return {str(k): tuple(m) for k, m in told.items() if isinstance(m, list) and all(isinstance(x, str) for x in m) and set(m) <= known}
