"""The typeface of screen and print: IBM Plex Sans 3.005, SIL Open Font License 1.1 (``OFL.txt`` beside the files).

The files are IBM's TrueType faces as published; nothing was drawn anew or renamed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Face = Literal["Regular", "Italic", "Medium", "SemiBold"]
FACES: tuple[Face, ...] = ("Regular", "Italic", "Medium", "SemiBold")
FAMILY = "IBM Plex Sans"


def font_path(face: Face) -> Path:
    """Where the TrueType file of one face lies."""
    return Path(__file__).with_name(f"IBMPlexSans-{face}.ttf")
