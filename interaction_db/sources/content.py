"""What every outside source is read into: ratings of pairs, names and codes, and what could not be matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from regimen_review.errors import UserError
from regimen_review.knowledge import SEVERITY_RANK, Severity, Vocabulary
from regimen_review.readers.decoding import clean, decode
from regimen_review.regimen import Coding, SubstanceId
from regimen_review.resolve import resolve_name

Files = Sequence[Path]
Pair = tuple[SubstanceId, SubstanceId]
LARGEST = 2_000_000_000
"""Bytes of one file: a whole RxNorm release fits, a mistaken disk image does not."""
LONGEST_TEXT = 600


@dataclass(frozen=True, slots=True)
class Rating:
    """What a source says of a pair: its own word for the severity, that word on this program's scale, and its text."""

    severity: str
    grade: Severity | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class OutsideName:
    """A name that a source adds, with what it stands for; ``kind`` as in names/*.csv."""

    name: str
    ingredients: tuple[SubstanceId, ...]
    kind: str


@dataclass(frozen=True)
class SourceContent:
    """One imported source. ``family`` names whose list it is in the end: lists of one family are one opinion."""

    kind: str
    title: str
    family: str
    pairs: Mapping[Pair, Rating] = field(default_factory=dict)
    names: tuple[OutsideName, ...] = ()
    codes: Mapping[tuple[str, str], tuple[SubstanceId, ...]] = field(default_factory=dict)
    rows: int = 0
    unmatched: tuple[str, ...] = ()
    """Names in it that the base does not settle; their rows are not used."""
    notes: tuple[str, ...] = ()


class NameReader:
    """Names of a source to substances: only what the base settles by itself counts, and what it does not is kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[tuple[str, str], tuple[SubstanceId, ...]] = {}
        self.unmatched: dict[str, None] = {}

    def __call__(self, written: str, rxcui: str = "") -> SubstanceId | None:
        """The one substance that a name (with its RxCUI, where the source has it) stands for; a rating of a combination
        says nothing of its parts.
        """
        key = (written.strip(), rxcui.strip())
        if key not in self._known:
            codes = (Coding("rxnorm", key[1]),) if key[1].isdigit() else ()
            found = resolve_name(key[0], self.vocabulary, codes)
            if found.how == "spelling":
                # a name nearly right is taken where the source's own code says the same, and never alone
                coded = resolve_name("", self.vocabulary, codes)
                found = found if coded.ingredients == found.ingredients else coded
            self._known[key] = tuple(i.name for i in found.ingredients) if found.state == "resolved" else ()
        settled = self._known[key]
        if len(settled) != 1:
            self.unmatched[key[0]] = None
            return None
        return settled[0]


class Ratings:
    """Ratings of pairs as they are read; of several for one pair the gravest counts."""

    def __init__(self) -> None:
        self.found: dict[Pair, Rating] = {}

    def add(self, a: SubstanceId, b: SubstanceId, rating: Rating) -> None:
        """Take in one rating; a substance never pairs with itself."""
        if a == b:
            return
        pair = (a, b) if a < b else (b, a)
        before = self.found.get(pair)
        if before is None or rank(rating.grade) > rank(before.grade):
            self.found[pair] = rating


def rank(grade: Severity | None) -> int:
    """How grave a grade is; -1 for a word that is on no scale."""
    return -1 if grade is None else SEVERITY_RANK[grade]


def text_of(path: Path) -> str:
    """The text of a file. Raises UserError where it is missing, unreadable or binary."""
    return clean(decode(content_of(path), path.name))


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises UserError with a sentence."""
    try:
        if path.is_dir():
            raise UserError("This is a folder; name the files in it.", file=path.name)
        if path.stat().st_size > LARGEST:
            raise UserError("The file is far larger than any interaction list.", file=path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError("There is no such file.", file=str(path)) from None
    except OSError as error:
        raise UserError(f"The file cannot be opened ({error.strerror or 'the system refused'}).", file=path.name) from None


def shortened(text: str) -> str:
    """A source's text on one line, cut where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TEXT else f"{words[: LONGEST_TEXT - 1]}…"
