"""The lines of a medication section -> its items: numbered, bulleted, wrapped or run in; and where commas cut them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from regimen_review.readers.entry import without_bullet
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.sections import Line
from regimen_review.readers.sig_tokens import scan

_NUMBERED_INLINE = re.compile(r"(?:(?<=[\s.;,:])|^)\(?(\d{1,2})[.)](?!\d)\s*(?=[A-Za-z?(])")
_ITEM = re.compile(r"^\s*(?:[-–—*•·‣◦▪●+]\s*\S|\(?\d{1,3}[.)](?!\d)\s*\S|[a-z][.)]\s+\S|\[[ xX]?\]|☐|☑|\d{1,2}\s*[:–-]\s+[A-Za-z])")
_FILLER = re.compile(
    r"\b(?:and|or|then|to|of|the|a|an|on|in|at|with|for|by|each|take|takes|taking|taken|use|apply|tabs?|tablets?|caps?|capsules?|dose|doses|times?|days?|weeks?|time|total|about|approximately|up|per|only|usually|slow|push|as|directed|tolerated|other|needed|food|water|meals?|bolus|dr|hs|po|continuous|mouth|loose|regular|more|less|than|next|breakfast|lunch|tea|supper|dinner|noon|morning|evening|night|bed|additional|remaining|rest)\b|[\W\d_]+",
    re.IGNORECASE,
)
CONJUNCTION = re.compile(
    r"(?P<list>\s+and\s+(?:several|various|multiple|other|some|many)\b[^,;]{0,60}?\b(?:including|such as)\s+(?:an?\s+)?)|\s+(?P<or>or)\s+|\s+(?:and|&|as well as|along with|plus|together with)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the list before it is cut at commas; ``run_in`` for paragraphs, where every comma may begin a drug."""

    text: str
    line: int
    run_in: bool


def sig_only(fragment: str) -> bool:
    """Whether a fragment holds directions and nothing that could be a name (``25 mg p.o. q.a.m.``)."""
    rest = list(fragment)
    for token in scan(fragment):
        rest[token.start : token.end] = " " * (token.end - token.start)
    return _FILLER.sub("", "".join(rest)) == ""


def _numbered_pieces(text: str) -> list[str]:
    """``1. Robaxin. 2. Detrol`` in one line, cut at its numbers where these count up."""
    marks = [(m.start(), int(m[1])) for m in _NUMBERED_INLINE.finditer(text)]
    rising: list[tuple[int, int]] = []
    for position, number in marks:
        if (not rising and number <= 2) or (rising and 0 < number - rising[-1][1] <= 3):
            rising.append((position, number))
    if len(rising) < 2:
        return [text]
    cuts = [0, *(p for p, _ in rising), len(text)]
    return [text[a:b].strip() for a, b in itertools.pairwise(cuts) if text[a:b].strip()]


def _continues(previous: str, line: str, known: KnownNames | None, *, itemised: bool) -> bool:
    """Whether a line only goes on with the one before; never where it begins with a known name and directions of its own."""
    if _ITEM.match(line):
        return False
    if re.search(r"(?:,|\band|\bor|\bwith|\bof|/|\bplus)\s*$", previous):
        return True
    first = line.lstrip()[:1]
    indented = len(line) - len(line.lstrip())
    if itemised:
        return _ITEM.match(previous) is not None and (
            first.islower() or (indented > len(previous) - len(previous.lstrip()) and indented > 0)
        )
    if known is not None and known.starts_with_name(line) and scan(line):
        return False
    return len(previous) > 70 and (first.islower() or first.isdigit()) and not previous.rstrip().endswith((".", ";"))


def items(lines: Iterable[Line], known: KnownNames | None = None) -> list[Item]:
    """The lines of a section as items, wrapped lines joined and inline numbers cut."""
    written = [line for line in lines if line.text.strip()]
    itemised = sum(1 for line in written if _ITEM.match(line.text)) * 2 >= len(written)
    joined: list[tuple[str, int]] = []
    for line in written:
        if joined and _continues(joined[-1][0], line.text, known, itemised=itemised):
            joined[-1] = (f"{joined[-1][0].rstrip()} {line.text.strip()}", joined[-1][1])
        else:
            joined.append((line.text.rstrip(), line.number))
    found: list[Item] = []
    for text, number in joined:
        pieces = _numbered_pieces(text)
        for piece in pieces:
            marked = len(pieces) > 1 or bool(_ITEM.match(piece))
            paragraph = _is_paragraph(piece) or (len(written) <= 2 and CONJUNCTION.search(piece) is not None)
            found.append(Item(without_bullet(piece).strip(), number, not marked and paragraph))
    return found


def _is_paragraph(text: str) -> bool:
    """A line with several commas outside numbers and parentheses is a paragraph of drugs."""
    return len(comma_parts(text)) > 1


def comma_parts(text: str) -> list[str]:
    """Cut at commas and semicolons that stand outside parentheses and numbers."""
    parts: list[str] = []
    depth = start = 0
    for i, c in enumerate(text):
        depth += (c in "([") - (c in ")]" and depth > 0)
        inside_number = c == "," and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
        if c in ",;" and depth == 0 and not inside_number:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [p.strip() for p in parts if p.strip()]
