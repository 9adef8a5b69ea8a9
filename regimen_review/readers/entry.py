"""One entry of a written list -> a :class:`MedicationStatement`: the product's name, its directions, its status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from regimen_review.readers.dates import read_date, time_ago
from regimen_review.readers.directives import last_order, with_new_dose, without_last_order
from regimen_review.readers.dosage import Reading, read_directions
from regimen_review.readers.error_prone import error_prone
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.sig_tokens import Token, scan
from regimen_review.readers.status_written import status_written
from regimen_review.regimen import CURRENT, MedicationStatement, Place, Status

_BULLET = re.compile(
    r"^\s*(?:[-–—*•·‣◦▪●>+]+|\(?\d{1,3}[.)](?!\d)|\(?[a-z][.)](?=\s)|#\d+[.:]?|\[[ xX]?\]|☐|☑|✓|✔|(?:\d{1,2}\s*[:–-])(?=\s+[A-Za-z]))\s*"
)
_LEADING_WORDS = re.compile(
    r"^(?:and|also|plus|or|as well as|then|with|of|her|his|the|some|generic|taking|takes?|took|on|is on|using|uses|along with|including|include[sd]?|currently|continue(?: on| with| taking)?|start(?:ed)?(?: on)?"
    r"|resumed?|an?|new:?|home|rx:?|tabs?\.?|tablets?|caps?\.?|capsules?|inj\.?|syr\.?|one|two|adult|will|to|he|she|they|continues?|resumes?|natural|usual|low[- ]dose|high[- ]dose|oral|\?|~)\s+(?=\S)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s+(?:for|via|at|which|who|that|started|since|about|taken|taking|takes?|to (?:be|take)|currently|adjusted dose|(?:dose|dosage|strength)s? (?:is |are )?(?:unknown|unclear|not)|unknown dose|at an? unknown"
    r"|sliding scale|over[- ]the[- ]counter|otc\b|high dose|low dose|as directed|per protocol|dosing|unspecified|from|because|due to|using|discontinued|stopped|held|on hold|finished|completed|ceased|refused|declined|questionable|presumably|appears?|to the|helps?|makes|seems|now\b|today|yesterday|tonight|recently|injected|applied|instilled|when|if|was|were|is|has|had|until|given|x\d|bought|\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b|planned|booked|scheduled|due\b|next (?:week|month|visit|appointment|mon|tue|wed|thu|fri)|total|under|only|both|each|every|apply|rub|one|two|three|half)\b.*$"
    r"|\s+[-–—:=→]\s*.*$|\s*[-–—:=→]+\s*$|:\s+\S.*$",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_CUT_KINDS = {"amount", "ratio", "pieces", "schedule", "prn", "duration", "max", "date", "supply", "indication"}
_SIG_ROUTES = re.compile(
    r"p\.?\s?o\.?|by mouth|orally|i\.?v\.?|i\.?m\.?|s\.?[cqlr]\.?|p\.?[rv]\.?|sub\W?[cq]u?t?\.?|subcutaneous(?:ly)?|intravenous(?:ly)?|intramuscular(?:ly)?|via .*|(?:both|each|right|left|every) .*|in(?:to)? .*|o\.?[us]\.?|apply|rub|inhale|under .*|per .*|to .*",
    re.IGNORECASE,
)
_PLUS_REST = re.compile(r"^\s*(?:(?:plus|with|and|w/|\+|/|&)\s*[A-Za-z][\w\s-]*)", re.IGNORECASE)
_TRAILING_NUMBER = re.compile(r"(?P<name>.*?[A-Za-z)\]]{2,})(?:[:,]?\s+(?:-\s+)?)(?P<number>\d+(?:\.\d+)?)$")
_KEEPS_NUMBER = re.compile(
    r"(?:\b(?:[A-Za-z]|vitamin \w|omega|coenzyme|co-?q|interferon|factor|no|number|type|phosphorus)[\s-]*)$", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"(?:usage|medications?|medicines?|meds|drugs?|doses?|tablets?|capsules?|treatment|list|therapy|pain|is|also|(?:these|this|those|that|it|them)\b.*)$",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:increased|decreased|reduced|raised|lowered|up|down|changed|titrated)\s+from\s+\d[\d.,]*\s?[a-z]*|\((?:was|previously|prev\.?|formerly)\s[^()]*\)"
    r"|\d[\d.,]*\s?(?:mg|mcg|g|units?|ml)\b[^\d>→]{0,20}(?:->|→|=>)\s*(?=\d)",
    re.IGNORECASE,
)
"""A dose that is no longer given: ``40 mg (increased from 20 mg)``, ``10 mg daily -> 5 mg daily``."""
_SPACED_GRID = re.compile(r"(?<=[a-z)])\s+(?:\d|½)(?:\s{1,6}(?:\d|½)){3}(?=\s*$)", re.IGNORECASE)
"""``1  0  1  0`` under breakfast, lunch, dinner and bed."""
_LIMIT = re.compile(
    r"\b(?:hold|skip|omit|call|notify|stop|give|take|if|when|for|unless)\s+(?:(?:if|for|when)\s+)?(?:\w+\s+){0,3}(?:is\s+)?(?:[<>≤≥]=?|less than|below|under|above|over|greater than)\s*\d[\d.,/]*(?!\s?(?:mg|mcg)\b)\s?(?:%|mmHg|bpm)?"
    r"|\bINR\b\W*(?:(?:goal|target|range|of|is|was|last)\W*)*\d[\d.]*(?:\s?[-–to]+\s?\d[\d.]*)?|\b(?:goal|target)\s+INR\W*\d[\d.]*(?:\s?[-–to]+\s?\d[\d.]*)?",
    re.IGNORECASE,
)
"""A limit or a goal of a measure, whose number is no count of tablets: ``hold if INR > 4``, ``hold for SBP < 100``."""
_UNNAMED = re.compile(r"[\s,;:.\-–—(/&+*?]+$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as cut from the list: its text, where it stood and what its heading says of its status.

    ``order`` is the directive that stood before the name (``Increase``); ``text`` begins after it.
    """

    text: str
    line: int | None = None
    span: tuple[int, int] | None = None
    heading: Status | None = None
    as_of: date | None = None
    month_first: bool = False
    order: str = ""
    new_dose: bool = False


def without_bullet(text: str) -> str:
    """The text without its bullet or number."""
    return _BULLET.sub("", text, count=1)


def _cuts(token: Token, text: str) -> bool:
    if token.kind == "route":
        return bool(_SIG_ROUTES.fullmatch(text[token.start : token.end].strip()))
    return token.kind in _CUT_KINDS


def _is_mix(token: Token) -> bool:
    """``70/30`` names an insulin mixture: parts of a hundred, not strengths."""
    value = token.value
    if token.kind != "ratio" or not isinstance(value, tuple) or value[1] is not None:
        return False
    return bool(sum(value[0]) == 100)


def _name_end(text: str, tokens: tuple[Token, ...], reach: int) -> int:
    """Where the name ends: at the first direction after what the vocabulary says belongs to it."""
    for token in tokens:
        if token.start >= reach and _cuts(token, text) and not _is_mix(token) and not _lone_article(token, text):
            return token.start
    return len(text)


def _lone_article(token: Token, text: str) -> bool:
    return token.kind == "pieces" and token.start == 0 and text[:2].lower() in {"a ", "an"}


def lead_length(text: str, tokens: tuple[Token, ...]) -> int:
    """Where the name begins: after directions that stand before it (``81 mg aspirin``, ``p.r.n. acetaminophen``)."""
    position = 0
    for token in tokens:
        gap = text[position : token.start].strip(" ,.;:-*?()")
        if gap and gap.lower() not in {"of", "and", "the", "a", "take", "on"}:
            break
        if token.kind == "route" and not _cuts(token, text) and token.end < len(text):
            return position or token.start
        if not _cuts(token, text):
            break
        position = token.end
    return position if position < len(text.rstrip(" .")) else 0


def _closed(name: str, text: str, end: int) -> str:
    """A parenthesis that the cut left open is closed: ``Galfer (ferrous fumarate 305 mg)``."""
    if name.count("(") <= name.count(")"):
        return name
    inner = name[name.rindex("(") + 1 :].strip(" ,;")
    before = name[: name.rindex("(")].strip()
    closes = text.find(")", end)
    if not inner or closes < 0 or re.fullmatch(r"[\W\d]*", inner):
        return before
    return f"{before} ({inner})"


def _trimmed(name: str) -> str:
    previous = None
    while previous != name:
        previous = name
        name = _LEADING_WORDS.sub("", name.strip(), count=1)
    name = _UNNAMED.sub("", name)
    return re.sub(
        r"\s+(?:and|with|or|of|the|a|an|in|on|by|as|is|take|was|her|his|about|approximately|up|per|to)$", "", name, flags=re.IGNORECASE
    ).strip(" .,;:*?\"'“”")


def _joined_rest(text: str, tokens: tuple[Token, ...], end: int) -> str:
    """A second half of the name after its strength: ``Calcium 600 mg plus vitamin D``."""
    strength = next((t for t in tokens if t.start >= end), None)
    if strength is None or strength.kind not in {"amount", "ratio"}:
        return ""
    following = next((t for t in tokens if t.start >= strength.end and _cuts(t, text)), None)
    rest = text[strength.end : following.start if following else len(text)]
    found = _PLUS_REST.match(rest)
    return " " + _STOP.sub("", found[0]).strip() if found and len(found[0].split()) <= 4 else ""


def _generic_after(text: str, end: int, known: KnownNames) -> str:
    """``Rimactane 150mg (rifampicin)``: the generic name in parentheses, where it is known and the brand may not be."""
    for m in re.finditer(r"\(([^()]{3,60})\)", text[end:]):
        if known.knows(m[1]):
            return f" ({m[1]})"
    return ""


def product_name(text: str, tokens: tuple[Token, ...], known: KnownNames) -> tuple[str, str | None]:
    """The part of the text that names the product, and a number without a unit that stood after it."""
    start = lead_length(text, tokens)
    stripped = _LEADING_WORDS.sub("", text[start:].lstrip(" ,.;:-*?"), count=1)
    start = len(text) - len(stripped)
    reach = start + known.prefix_length(text[start:])
    # a brand whose name ends in its strength ("Zantac 150") must not bite half of "150 mg" off
    reach = next(
        (t.start for t in tokens if t.kind in {"amount", "ratio"} and t.start < reach and not _is_mix(t) and t.start > start), reach
    )
    end = max(_name_end(text, tuple(t for t in tokens if t.start >= start), reach), reach)
    shown = text[start:end]
    name = shown[: reach - start] + _STOP.sub("", shown[reach - start :]) if reach > start else _STOP.sub("", shown)
    name = _closed(_comma_cut(name, reach - start), text, end)
    number = _TRAILING_NUMBER.fullmatch(name.strip())
    bare = None
    if number and not known.knows(name.strip()) and not _KEEPS_NUMBER.search(number["name"] + " "):
        name, bare = number["name"], number["number"]
    name = _without_reason(_trimmed(name), known) + _joined_rest(text, tokens, end)
    if known.available and not known.starts_with_name(name):
        name += _generic_after(text, end, known)
    return name.strip(), bare


def _comma_cut(name: str, reach: int) -> str:
    """A comma ends the name, unless a known name or an inverted one (``Vitamin D, cholecalciferol``) reaches over it."""
    comma = name.find(",", max(reach, 0))
    return name[:comma] if comma > 2 else name


_BEFORE_AGO = re.compile(
    r"(?:\b(?P<start>(?:re)?start(?:ed)?|began|begun|commenced|initiated|added|since|new)|\b(?:stopped|discontinued|finished|ended|completed|last dose|d/c['’]?e?d?))\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_NO_REASON = re.compile(r"caus|side effect|allerg|stopp|\bheld\b|\bdue to\b|intoler|\bnot\b|\bno\b|\bwas\b|\bor\b|\?", re.IGNORECASE)


def _without_reason(name: str, known: KnownNames) -> str:
    """``gabapentin (nerve pain)`` is named gabapentin."""
    m = re.match(r"(.{3,}?)\s*\(([^()]{2,60})\)$", name)
    return m[1] if m and known.knows(m[1]) and not known.knows(m[2]) and known.names_condition(m[2]) else name


def _bracketed_reason(text: str, known: KnownNames) -> str | None:
    """``apixaban 5 BID (PE 2 mo ago)``: a condition in brackets behind a drug is what it is for."""
    inside = (m[1].strip() for m in re.finditer(r"\(([^()]{2,60})\)", text))
    return next((words for words in inside if known.names_condition(words) and not _NO_REASON.search(words)), None)


def _bounds(text: str, entry: Entry, tokens: tuple[Token, ...]) -> tuple[date | None, date | None]:
    start = stop = None
    ago = time_ago(text, entry.as_of)
    if ago is not None and (said := _BEFORE_AGO.search(text[: ago[1]])):
        start, stop = (ago[0], None) if said["start"] else (None, ago[0])
    for token in tokens:
        if token.kind != "date":
            continue
        words = text[token.start : token.end].lower()
        figure = re.search(r"\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", words)
        day = read_date(
            words[figure.start() :] if figure else None, year=entry.as_of.year if entry.as_of else None, month_first=entry.month_first
        )
        before = text[max(0, token.start - 40) : token.start].lower()
        if re.match(r"(?:stop(?:s|ped)?\b|end(?:s|ed|ing)?\b|last|finished|completed|discontinued|until|till|through)", words) or re.search(
            r"(?:stopped|last dose|finished|discontinued|ended|until|changed|switched|completed|no longer)\b[^.;]*$", before
        ):
            stop = stop or day
        elif re.match(r"(?:since|from|start|began|begun)", words) or re.search(r"(?:since|from|start(?:ed|ing)?|began)\b[^.;,]*$", before):
            start = start or day
    return start, stop


def read_entry(entry: Entry, known: KnownNames) -> MedicationStatement | None:
    """The statement that one entry makes; None where no name is left (only directions, only punctuation)."""
    written = without_bullet(entry.text).strip()
    written = _SPACED_GRID.sub(lambda m: " " + "-".join(m[0].split()), written)
    text = _LIMIT.sub(" ", _FORMER.sub(" ", without_last_order(with_new_dose(written) if entry.new_dose else written)))
    tokens = scan(text)
    name, bare = product_name(text, tokens, known)
    if _NO_NAME.match(name) or not re.search(r"[^\W\d_]{2}|\b[A-Z]\d{1,2}\b", name):
        return None
    reading: Reading = read_directions(text, tokens)
    prescriber = re.search(r"(?:prescribed by|\bper|\bby)\s+((?:Dr\.?|Prof\.?|NP|PA)\s?[A-Z][\w.’'-]*(?:\s+[A-Z][\w’'-]+)?)", text)
    start, stop = _bounds(text, entry, tokens)
    status = last_order(written) or status_written(text, prn=reading.prn, heading=entry.heading)
    return MedicationStatement(
        as_written=re.sub(r"^(?:and|also|plus)\s+", "", f"{entry.order} {written}".strip(), flags=re.IGNORECASE).rstrip(" .;,"),
        name=name,
        place=Place(line=entry.line, span=entry.span),
        # a question mark before the name is the writer's own doubt whether it is taken
        status="unknown" if status == "active" and re.match(r"\s*\?", text) else status,
        dosage=reading.dosage,
        start=start,
        stop=stop,
        indication=reading.indication or (_bracketed_reason(text, known) if status in CURRENT else None),
        prescriber=prescriber[1] if prescriber else None,
        flags=error_prone(text),
        note=f"{bare} without a unit" if bare else None,
    )
