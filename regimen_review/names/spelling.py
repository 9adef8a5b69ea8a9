"""How close two spellings of a medicine's name are, and when one spelling can only mean one medicine.

The distance is optimal string alignment (Damerau 1964; restricted) with costs for how names are misheard and mistyped:
a vowel for a vowel, y for i, a doubled letter, m for n and other sound-alikes cost half; everything else one.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from regimen_review.names.ordinary import ORDINARY
from regimen_review.regimen import SubstanceId

Ingredients = tuple[SubstanceId, ...]
SHORTEST = 6
"""Shorter spellings are never settled alone: too many names lie one letter away."""
WIDEST = 3
MOST_WEIGHED = 14
"""Of the names within reach, how many of the closest are weighed letter by letter."""
_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset(map(frozenset, ("mn", "bp", "dt", "ck", "kq", "sz", "cs", "vf", "bv", "gj", "lr", "xs", "gk", "wv")))
_SOUNDS = (("ph", "f"), ("ae", "e"), ("oe", "e"), ("th", "t"), ("ck", "k"), ("qu", "kw"), ("rh", "r"), ("sulph", "sulf"), ("y", "i"))


@lru_cache(maxsize=65536)
def folded(key: str) -> str:
    """A key as it sounds: ph as f, y as i, th as t, doubled letters once, no spaces."""
    text = key.replace(" ", "").replace("/", "").replace(".", "")
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", text)


_HALF = frozenset((a, b) for a in _VOWELS for b in _VOWELS) | {(a, b) for pair in _ALIKE for a in pair for b in pair}


def _drops(text: str) -> list[float]:
    """Cost of each letter as one too many or too few: half for a vowel or for a letter doubled."""
    return [0.5 if c in _VOWELS or c == before else 1.0 for before, c in zip(" " + text, text, strict=False)]


def distance(a: str, b: str) -> float:
    """Weighted distance of two spellings in letters; 0 for equal."""
    across = _drops(b)
    above = [0.0, *itertools.accumulate(across)]
    before: list[float] = []
    last = ""
    for x, down in zip(a, _drops(a), strict=True):
        left = above[0] + down
        here = [left]
        for j, y in enumerate(b):
            best = above[j] if x == y else above[j] + (0.5 if (x, y) in _HALF else 1.0)
            if (other := above[j + 1] + down) < best:
                best = other
            if (other := left + across[j]) < best:
                best = other
            if last == y and j and x == b[j - 1] and (other := before[j - 1] + 0.75) < best:
                best = other
            here.append(best)
            left = best
        before, above, last = above, here, x
    return above[-1]


@dataclass(frozen=True, slots=True)
class Near:
    """One medicine whose name is close: the name's key, its meanings, the weighted distance and the plain one."""

    key: str
    sets: tuple[Ingredients, ...]
    distance: float
    edits: int


def _rarest_pairs(text: str, count: int, holding: Mapping[str, int]) -> tuple[str, ...] | None:
    """The ``count`` pairs of neighbouring letters that do not overlap and stand in the fewest sounds together; None
    where the text is too short for so many.
    """
    if len(text) < 2 * count:
        return None
    none: tuple[float, tuple[str, ...]] = (math.inf, ())
    # best[k] for the text up to two letters ago, one letter ago and here: the cheapest choice of k pairs
    two_ago = one_ago = [(0.0, ()), *[none] * count]
    for i in range(2, len(text) + 1):
        pair = text[i - 2 : i]
        cost = holding.get(pair, 0)
        here = [one_ago[0]]
        for k in range(1, count + 1):
            taken = two_ago[k - 1]
            with_pair = (taken[0] + cost, (*taken[1], pair)) if taken[0] < math.inf else none
            here.append(min(one_ago[k], with_pair))
        two_ago, one_ago = one_ago, here
    return one_ago[count][1]


@dataclass
class SpellingIndex:
    """All medicine names by length, compared in bulk with rapidfuzz and then weighed one by one."""

    names: Mapping[str, tuple[Ingredients, ...]]
    _by_length: dict[int, list[str]] = field(default_factory=dict)
    _by_sound: dict[str, list[str]] = field(default_factory=dict)
    _kept: dict[str, tuple[Near, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in self.names:
            if len(key) >= 4 and sum(c.isalpha() for c in key) >= 0.8 * len(key):
                heard = folded(key)
                if heard not in self._by_sound:
                    self._by_length.setdefault(len(heard), []).append(heard)
                self._by_sound.setdefault(heard, []).append(key)

    def near(self, key: str) -> tuple[Near, ...]:
        """The medicines within reach of a spelling, closest first, one entry a meaning."""
        if key not in self._kept:
            if len(self._kept) > 20_000:
                self._kept.clear()
            self._kept[key] = self._compare(key)
        return self._kept[key]

    def _compare(self, key: str) -> tuple[Near, ...]:
        heard = folded(key)
        reach = min(WIDEST, 1 + len(heard) // 4)
        found = process.extract_iter(heard, self._within(heard, reach), scorer=Levenshtein.distance, score_cutoff=reach)
        close: list[tuple[float, str]] = [(edits, sound) for sound, edits, _ in found]
        best: dict[tuple[Ingredients, ...], Near] = {}
        for rank, (_, sound) in enumerate(sorted(close)):
            for name in self._by_sound[sound]:
                if rank >= MOST_WEIGHED and OSA.distance(key, name, score_cutoff=1) > 1:
                    continue  # a name one letter away counts however many sound closer
                near = self._weigh(key, heard, name, sound)
                if near.sets not in best or near.distance < best[near.sets].distance:
                    best[near.sets] = near
        return tuple(sorted(best.values(), key=lambda n: (n.distance, n.edits, n.key)))

    @cached_property
    def _by_pair(self) -> dict[str, dict[int, list[str]]]:
        """Sounds by each pair of letters that stands in them, and by their length."""
        found: dict[str, dict[int, list[str]]] = {}
        for length, sounds in self._by_length.items():
            for heard in sounds:
                for pair in {heard[i : i + 2] for i in range(length - 1)}:
                    found.setdefault(pair, {}).setdefault(length, []).append(heard)
        return found

    def _within(self, heard: str, reach: int) -> Sequence[str]:
        """Sounds that may lie within ``reach`` edits: one edit spoils at most one of several pairs of letters that do
        not overlap, so of ``reach + 1`` such pairs at least one stands in every sound within reach. None is missed.
        """
        lengths = range(len(heard) - reach, len(heard) + reach + 1)
        none: Mapping[int, list[str]] = {}
        counts = {
            pair: sum(len(by_length.get(n, ())) for n in lengths)
            for i in range(len(heard) - 1)
            for pair in (heard[i : i + 2],)
            for by_length in (self._by_pair.get(pair, none),)
        }
        pairs = _rarest_pairs(heard, reach + 1, counts)
        if pairs is None:
            return [s for n in lengths for s in self._by_length.get(n, ())]
        holding: set[str] = set()
        for pair in pairs:
            by_length = self._by_pair.get(pair, none)
            holding.update(*(by_length.get(n, ()) for n in lengths))
        return list(holding)

    def _weigh(self, key: str, heard: str, name: str, sound: str) -> Near:
        weight = distance(key, name)
        if (heard, sound) != (key, name):
            weight = min(weight, 0.25 + distance(heard, sound))
        return Near(name, self.names[name], weight, int(OSA.distance(key, name)))

    def certain(self, key: str, look_alikes: frozenset[frozenset[SubstanceId]]) -> Near | None:
        """The one medicine that a misspelling can mean, or None where a person has to say.

        Asked for: six letters or more; close for its length; clear of every other medicine (further
        where both stand on a list of look-alikes); and no other medicine a single edit away. One edit from one medicine
        and two or more from every other needs less room between them than two spellings that are both far off.
        A word that is ordinary English is no misspelling.
        """
        near = self.near(key) if key not in ORDINARY else ()
        if len(key) < SHORTEST or not near or len(near[0].sets) != 1:
            return None
        first, others = near[0], near[1:]
        if first.distance > allowed(len(key)) or any(n.edits <= 1 for n in others):
            return None
        if any(n.distance < first.distance + clear(key, first, n, look_alikes) for n in others):
            return None
        return first


def allowed(length: int) -> float:
    """The greatest weighted distance that a spelling of this length may have from the name it is taken for."""
    return 0.75 if length < 7 else 1.0 if length < 8 else 1.5 if length < 10 else 2.0


def _same_start(key: str, name: str) -> bool:
    return key[0] == name[0] or folded(key)[0] == folded(name)[0]


def clear(key: str, first: Near, other: Near, look_alikes: frozenset[frozenset[SubstanceId]]) -> float:
    """How much further another medicine must be: more for pairs known to be confused, for a rough likeness, and
    where the first letter differs, which people rarely get wrong.
    """
    alike = any(frozenset((a, b)) in look_alikes for a in first.sets[0] for s in other.sets for b in s)
    same_start = _same_start(key, first.key)
    if first.edits <= 1 and same_start and (not alike or not _same_start(key, other.key)):
        return 0.75 if alike else 0.5
    return max(
        1.25 if alike else 0.75, 1.0 if first.distance > 0.75 else 0.75, 0.0 if same_start else 1.0 if first.distance <= 0.5 else 1.5
    )
