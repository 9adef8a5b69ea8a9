"""The few settings, kept as one JSON file in the user's configuration folder. No Qt."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from regimen_review.errors import UserError

Units = Literal["as-written", "mass", "si"]
"""How laboratory values are shown: as the list has them, in mass units (mg/dL), or in SI units."""


@dataclass(frozen=True)
class Settings:
    """What a person may set; every value has a default that needs no thought.

    ``lock_minutes`` is the idle time after which the window is covered (0: never). ``recent`` stays empty unless
    ``remember_files`` is on, since file names may name patients.
    """

    theme: Literal["light", "dark"] = "light"
    text_size: int = 100
    language: Literal["en", "de"] = "en"
    site: str = ""
    logo: str = ""
    """Path of a PNG or JPEG that stands at the head of the print; empty for none."""
    wording: str = ""
    """Path of a file with the house's own phrases for the print; empty for none."""
    print_language: Literal["en", "de"] = "en"
    paper: Literal["A4", "Letter"] = "A4"
    units: Units = "as-written"
    lock_minutes: int = 0
    remember_files: bool = False
    recent: tuple[str, ...] = ()


def settings_path() -> Path:
    """Where the settings are kept."""
    from platformdirs import user_config_path

    return user_config_path("regimen-review", appauthor=False) / "settings.json"


def load_settings(path: Path) -> Settings:
    """The kept settings; the defaults where there is no file or it cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        kept = path.read_text(encoding="utf-8-sig")
        from regimen_review.codec import from_plain  # late: a first start has nothing to read and paints sooner

        return from_plain(Settings, json.loads(kept))
    return Settings()


def keep_settings(path: Path, settings: Settings) -> None:
    """Write the settings; a folder that cannot be written costs the settings, not the work."""
    from regimen_review.codec import to_plain
    from ui.session_file import write_whole  # late: the first paint needs the settings, not the session

    with suppress(UserError):
        write_whole(path, (json.dumps(to_plain(settings), indent=1) + "\n").encode())
