"""What the people decided, as plain values that any export takes: finding id to decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Word = Literal["accept", "modify", "reject", "defer"]


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the word, who made it, the day by which it is to be done (ISO date or words), and a note."""

    word: Word
    who: str = ""
    by: str = ""
    note: str = ""


Decisions = Mapping[str, Decided]
"""Finding id to what was decided on it; findings that are not named are open."""
OPEN: Decisions = {}
"""Nothing decided yet."""
