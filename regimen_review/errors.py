"""Errors whose text is the sentence that a person reads."""

from __future__ import annotations


class UserError(Exception):
    """Something the person at the screen can mend.

    ``str(error)`` is one finished sentence (or two) that says what is wrong and what to do. ``file`` and
    ``place`` (for example ``"line 12"``) name the spot where there is one and stand at the front of the text.
    """

    def __init__(self, sentence: str, *, file: str | None = None, place: str | None = None) -> None:
        self.sentence = sentence
        self.file = file
        self.place = place
        where = ", ".join(part for part in (file, place) if part)
        super().__init__(f"{where}: {sentence}" if where else sentence)
