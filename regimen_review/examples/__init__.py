"""The guided example of the first run: a made note about one patient on many drugs."""

from __future__ import annotations

from importlib.resources import files


def example_note() -> str:
    """The note as it would be pasted."""
    return (files(__name__) / "lupus_leg_ulcers.txt").read_text(encoding="utf-8")
