"""Short forms for the print: sources by author and year, facts without repetition, lists with a count of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit

from exports.pdf.words import reason, say
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Evidence
from regimen_review.rules.firing import missing_words

_AUTHOR = re.compile(r"^([^\W\d_][\w'’-]+)(?: [A-Z]{1,3})?(?:,| et al\b|\.)")
_LABEL = re.compile(
    r"^(.*?)\s*(?:US prescribing information|prescribing information|product information|drug summary|label)\b", re.IGNORECASE
)


def sentence(text: str) -> str:
    """With a full stop, where there is anything."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def at_words(text: str, most: int) -> str:
    """The first words that fit into ``most`` characters, with an ellipsis where words were left out."""
    if len(text) <= most:
        return text
    cut = text[:most].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{cut}…"


def short_source(source: Evidence) -> str:
    """A source in few words: ``warfarin label 7``, ``Gomes 2017``; its whole title stands under Sources."""
    year = source.date[:4]
    label = _LABEL.match(source.title)
    if label and label.group(1):
        name = re.sub(r"\s*\(.*?\)", "", label.group(1)).split(" tablets")[0]
        return " ".join(x for x in (at_words(name, 26), "label", at_words(source.section, 14)) if x)
    author = _AUTHOR.match(source.title)
    if author and (" et al" in source.title[:40] or "doi" in source.title):
        return f"{author.group(1)} {year}".strip()
    title = re.split(r" \(|: |\. ", source.title)[0]
    return " ".join(x for x in (at_words(title, 30), at_words(source.section, 14) if source.section else year) if x)


def short_sources(finding: Finding, most: int = 2) -> str:
    """The first sources in few words and how many more there are."""
    names = list(dict.fromkeys(short_source(s) for s in finding.sources))
    more = len(names) - most
    return "; ".join(names[:most]) + (f" +{more}" if more > 0 else "")


def basis(finding: Finding) -> str:
    """How sure, and on what ground."""
    ground = {"inferred": "inferred", "outside": "outside source"}.get(finding.basis, "")
    return ", ".join(say(x) for x in (ground, finding.evidence) if x)


def rule_mark(finding: Finding) -> str:
    """The rule with version and how far it was checked."""
    return f"{finding.rule_id} v{finding.rule_version}, {say(finding.rule_status)}"


def facts(finding: Finding) -> list[str]:
    """The patient's own facts that counted, without the drugs that the row names anyway."""
    return [b for b in wording.because(finding) if not b.startswith(("taking ", "on the list: "))]


def not_told(finding: Finding) -> list[str]:
    """What could change the finding and is not on record."""
    return list(dict.fromkeys(missing_words(q) for q in finding.questions))


def asked(missing: str) -> str:
    """What is missing, without the words that all such lines share: ``potassium`` of ``no potassium on record``."""
    plain = missing.removeprefix("no ").removesuffix(" on record")
    return say(plain) if plain != missing else reason(missing)


def drugs(finding: Finding, review: Review) -> str:
    """The drugs in reading order, as displayed."""
    return ", ".join(wording.drug(d, review.tall_man) for d in finding.drugs)


def every(review: Review) -> Iterator[Finding]:
    """All findings, those folded into others included."""
    for finding in review.findings:
        yield finding
        yield from finding.members


def lines_of(text: str, style: ParagraphStyle, width: float) -> int:
    """How many lines a text takes."""
    return len(simpleSplit(text, style.fontName, style.fontSize, width))


def that_fit(parts: Sequence[str], joined: str, style: ParagraphStyle, width: float, lines: int) -> int:
    """How many of the parts, from the first, fit into so many lines; at least one."""
    for count in range(len(parts), 1, -1):
        if lines_of(joined.join(parts[:count]), style, width) <= lines:
            return count
    return min(1, len(parts))


def some(names: Iterable[str], most: int, joined: str = ", ") -> str:
    """The first names and how many more."""
    shown = list(names)
    more = len(shown) - most
    return joined.join(shown[:most]) + (f" {say('and {n} more', n=more)}" if more > 0 else "")


def merged_not_checked(review: Review) -> list[str]:
    """What was not checked, with one reason for all that share it: first names, then missing facts by how much they decide."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for line in review.not_checked:
        head, _, rest = line.what.partition(": ")
        key = (head, line.why) if rest else (line.what, line.why)
        grouped.setdefault(key, []).extend([rest] if rest else [])
    lines = [
        f"{say(head)}: {', '.join(whats)} ({reason(why)})" if whats else f"{head} ({reason(why)})" for (head, why), whats in grouped.items()
    ]
    return [*lines, *review.left_out]


def _briefly(why: str) -> str:
    """``no creatinine``; a name that is not settled says so in whole."""
    plain = why.removesuffix(" on record")
    return say("no {value}", value=say(plain.removeprefix("no "))) if plain != why else reason(why)


def short_not_checked(review: Review, most_names: int = 3) -> list[str]:
    """What was not checked, with long rows of drugs as a count: names that nobody knows first, whole."""
    counted: dict[tuple[str, str], list[str]] = {}
    for line in review.not_checked:
        head, _, rest = line.what.partition(": ")
        counted.setdefault((head, line.why), []).extend(n for n in re.split(r", | and ", rest) if n)
    lines = []
    for (head, why), names in counted.items():
        of = f" {say('of {n} drugs', n=len(names))}" if len(names) > most_names else f": {', '.join(names)}" if names else ""
        lines.append(f"{say(head) if names else head}{of} ({_briefly(why)})")
    return [*lines, *review.left_out]
