"""The names of a vocabulary, arranged for looking up: by key, by the words of a phrase, and by closeness of spelling."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from regimen_review.knowledge import NameEntry, Vocabulary, name_key
from regimen_review.names.spelling import SpellingIndex
from regimen_review.names.words import is_ignorable
from regimen_review.regimen import SubstanceId

Ingredients = tuple[SubstanceId, ...]
LONGEST_PHRASE = 8
SHORTEST_OPENING = 6


def compact(key: str) -> str:
    """A key without the marks between words, so that ``solu medrol`` and ``solumedrol`` meet."""
    return key.replace(" ", "").replace("/", "").replace(".", "")


@dataclass(frozen=True)
class Meaning:
    """What a key stands for, with the entries that say so; ``sets`` holds one ingredient set for every meaning."""

    entries: tuple[NameEntry, ...]

    @cached_property
    def sets(self) -> tuple[Ingredients, ...]:
        """The different ingredient sets, in the order of the entries."""
        return tuple(dict.fromkeys(tuple(sorted(e.ingredients)) for e in self.entries if e.ingredients))

    @property
    def is_medicine(self) -> bool:
        """Whether any entry names substances."""
        return bool(self.sets)

    @property
    def kind(self) -> str:
        """The kind of the first entry that names substances, else of the first entry."""
        return next((e.kind for e in self.entries if e.ingredients), self.entries[0].kind)

    @property
    def note(self) -> str | None:
        """The first note."""
        return next((e.note for e in self.entries if e.note), None)


@dataclass
class NameIndex:
    """Lookup tables over one vocabulary, built when first asked for."""

    entries: Mapping[str, tuple[NameEntry, ...]]
    substances: Iterable[SubstanceId]
    meanings: dict[str, Meaning] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = {name_key(s): NameEntry(s, (s,), "generic") for s in self.substances}
        for key, found in self.entries.items():
            self.meanings[key] = Meaning((own.pop(key), *found) if key in own else found)
        self.meanings |= {key: Meaning((entry,)) for key, entry in own.items()}

    @cached_property
    def by_compact(self) -> dict[str, str]:
        """Keys without spaces to keys; two keys that would meet under one form are left out when they differ."""
        found: dict[str, str] = {}
        clash: set[str] = set()
        for key, meaning in self.meanings.items():
            short = compact(key)
            if short in found and self.meanings[found[short]].sets != meaning.sets:
                clash.add(short)
            found.setdefault(short, key)
        return {short: key for short, key in found.items() if short not in clash and len(short) > 3}

    @cached_property
    def by_opening(self) -> dict[str, Meaning]:
        """First words of brand names that open the names of one medicine only (``actoplus`` of ``Actoplus Met``).

        A suggestion, no more: the plain brand often lacks what the longer name adds (``Diovan`` and ``Diovan HCT``).
        """
        return self._openings(bool)

    @cached_property
    def sure_openings(self) -> dict[str, Meaning]:
        """Openings after which only forms and strengths follow (``glumetza`` of ``Glumetza XR``)."""
        return self._openings(lambda rest: all(map(is_ignorable, rest.split())))

    def _openings(self, counts: Callable[[str], bool]) -> dict[str, Meaning]:
        found: dict[str, Meaning | None] = {}
        for key, meaning in self.meanings.items():
            opening, _, rest = key.partition(" ")
            if rest and len(opening) >= SHORTEST_OPENING and meaning.kind == "brand":
                if not counts(rest):
                    found[opening] = None
                    continue
                before = found.get(opening, meaning)
                found[opening] = meaning if before is not None and before.sets == meaning.sets and len(meaning.sets) == 1 else None
        return {opening: meaning for opening, meaning in found.items() if meaning is not None and opening not in self.meanings}

    @cached_property
    def known_sets(self) -> frozenset[Ingredients]:
        """Every combination that some product's name stands for."""
        return frozenset(s for m in self.meanings.values() for s in m.sets if len(s) > 1)

    @cached_property
    def spelling(self) -> SpellingIndex:
        """The medicines' names for comparison of spellings."""
        return SpellingIndex({k: m.sets for k, m in self.meanings.items() if m.is_medicine})

    def find(self, key: str) -> Meaning | None:
        """The meaning of a key, also where only the spaces differ."""
        found = self.meanings.get(key)
        if found is None and (other := self.by_compact.get(compact(key))):
            found = self.meanings[other]
        return found or self.sure_openings.get(key)


_BUILT: dict[int, tuple[weakref.ref[Vocabulary], NameIndex]] = {}


def index_of(vocabulary: Vocabulary) -> NameIndex:
    """The index of a vocabulary, built once and kept for as long as the vocabulary lives."""
    kept = _BUILT.get(id(vocabulary))
    if kept is not None and kept[0]() is vocabulary:
        return kept[1]
    index = NameIndex(vocabulary.names, vocabulary.substances)
    number = id(vocabulary)
    _BUILT[number] = (weakref.ref(vocabulary, lambda _: _BUILT.pop(number, None)), index)
    return index
