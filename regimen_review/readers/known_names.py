"""What the vocabulary can tell while a list is cut into entries: is this a name, and how far does it reach?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from regimen_review.knowledge import Vocabulary, name_key

_WORD = re.compile(r"[^\s,;()\[\]]+")
_LONGEST = 7
_TOO_SHORT = 3
_SHORT = 5


@dataclass(frozen=True, slots=True, eq=False)
class KnownNames:
    """The names of a vocabulary, or of none: then nothing is known and the grammar alone decides."""

    vocabulary: Vocabulary | None = None
    _conditions: set[str] = field(default_factory=set)

    @property
    def available(self) -> bool:
        """Whether there is a vocabulary to ask."""
        return self.vocabulary is not None and bool(self.vocabulary.names)

    def knows(self, written: str) -> bool:
        """Whether exactly this name is known, a class word or a non-medicine included."""
        return self.vocabulary is not None and name_key(written) in self.vocabulary.names

    def prefix_length(self, written: str) -> int:
        """How many characters of the text, from its start, are the longest known name; 0 for none."""
        if not self.available:
            return 0
        ends = [m.end() for m in _WORD.finditer(written[:120])][:_LONGEST]
        for end in reversed(ends):
            candidate = written[:end].rstrip(" .:-–—+/*")
            if len(candidate) >= _TOO_SHORT and self.knows(candidate):
                return len(candidate)
        return 0

    def starts_with_name(self, written: str) -> bool:
        """Whether the text begins with a known name."""
        return self.prefix_length(written.strip()) > 0

    def names_condition(self, text: str) -> bool:
        """Whether a short text names a condition within its first words; an abbreviation only in capitals."""
        if self.vocabulary is not None and not self._conditions:
            named = (n for c in self.vocabulary.conditions.values() for n in (c.title, c.id.replace("-", " "), *c.names))
            self._conditions.update(n if n.isupper() and len(n) <= _SHORT else name_key(n) for n in named)
        words = [m.group() for m in _WORD.finditer(text[:120])][:_LONGEST]
        return any(
            name_key(part) in self._conditions or part in self._conditions
            for start in range(min(len(words), 3))
            for end in range(start + 1, len(words) + 1)
            for part in (" ".join(words[start:end]),)
        )

    def mentions(self, text: str) -> list[tuple[int, int]]:
        """Spans of known medicine names in running text, longest first at each place; words of everyday speech that
        are also names (``may``, ``today``) are left to the caller's grammar by asking for four letters or more.
        """
        spans: list[tuple[int, int]] = []
        position = 0
        for m in _WORD.finditer(text):
            if m.start() < position:
                continue
            length = self.prefix_length(text[m.start() :])
            if length > _TOO_SHORT and self._is_medicine(text[m.start() : m.start() + length]):
                spans.append((m.start(), m.start() + length))
                position = m.start() + length
        return spans

    def _is_medicine(self, written: str) -> bool:
        if self.vocabulary is None:
            return False
        entries = self.vocabulary.names.get(name_key(written), ())
        return any(e.ingredients or e.kind == "class-word" for e in entries)
