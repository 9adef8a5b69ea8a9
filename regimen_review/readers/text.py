"""Free text: pasted notes, letters, discharge lists, a paragraph, or just one drug a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.dates import DATE, read_date
from regimen_review.readers.entry import Entry, read_entry
from regimen_review.readers.folding import fold_repeats
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.lab_text import read_results
from regimen_review.readers.line_kinds import bare_values, begins_list, by_content
from regimen_review.readers.list_cutting import NOT_AN_ENTRY, cut_entries, cut_sentence
from regimen_review.readers.patient_text import read_person
from regimen_review.readers.plan_orders import planned_beside
from regimen_review.readers.sections import Line, Section, read_sections
from regimen_review.readers.sig_tokens import scan
from regimen_review.regimen import MedicationStatement

_PROSE_LIST = re.compile(
    r"\b(?:medications?|medicines|meds|drugs|treatments?|drug regimen|therapy)\b(?!\s+allerg)[^.:;]{0,60}?\b(?:included?s?|including|consist(?:s|ed)? of|are|were|is|was|comprised?s?|as follows)\b\s*:?\s*",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:(?:he|she|they|patient|who|is|was|and)\s+(?:is\s+|was\s+|were\s+|has been\s+|currently\s+|also\s+|regularly\s+|recently\s+|newly\s+|just\s+|now\s+|then\s+|since\s+|been\s+)*(?:takes|taking|(?:re)?started (?:him |her )?on|commenced on|prescribed|treated with|receiving|receives|on (?=[a-z])))\s*:?\s*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]])\.(?=\s+[A-Z]|\s*$)")
_MONTH_FIRST = re.compile(r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:19|20)?\d{2}(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d/])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:19|20)?\d{2})?(?!\d)")
_AMERICAN = re.compile(r"\b(?:mg/dL|g/dL|BID|TID|QID|QHS|QD|y/?o|lbs?|PCN|HLD|NKDA|d/o|PO|Tylenol|acetaminophen)\b", re.IGNORECASE)
_BRITISH = re.compile(
    r"\b(?:nocte|mane|bd|tds|qds|om|od|GP|haem\w*|\w+aemia|oedema|[uµμ]mol/L|paracetamol|NHS|micrograms?|MR)\b", re.IGNORECASE
)
_BIRTH_BEFORE = re.compile(r"(?:dob|born|birth|geb)\W*$", re.IGNORECASE)


_MOST_ENTRIES = 2000
_MOST_LEADS = 8
_LONGEST_WORD = 120
_LONG_WORD = re.compile(r"\S{121,}")
_LONG_GAP = re.compile(r"[ \t]{61,}")
_LONG_LINE = re.compile(r"[^\n]{4000}[^\n\s]{0,120}(?=[^\n])")


_OF_A_DRUG = re.compile(
    r"\b(?:start\w*|since|from|until|till|through|stop\w*|ended?|fill\w*|dispensed|due|began|begun|given|d/?c'?e?d?|last|next|expires?|refill\w*)\W{0,3}(?:on\s|date\W{0,2})?$",
    re.IGNORECASE,
)
"""What stands before a date that belongs to one drug and not to the note."""


def note_date(text: str, *, month_first: bool = False) -> date | None:
    """The date of a note: the first date near its top that is no birth date and is after 1990."""
    for m in re.finditer(DATE, text[:1200], re.IGNORECASE):
        if _BIRTH_BEFORE.search(text[: m.start()]) or _OF_A_DRUG.search(text[: m.start()]) or len(m[0]) < 6:
            continue
        day = read_date(m[0], month_first=month_first)
        if (
            day is not None
            and day.year > 1990
            and not re.search(r"\b\d{1,3}\s?(?:y|yo)\b\s*\(?$|[A-Z][a-z]+ $", text[max(0, m.start() - 12) : m.start()])
        ):
            return day
    return None


def _listed(sections: Iterable[Section], known: KnownNames) -> list[Entry]:
    return [entry for s in sections if s.kind == "medications" for entry in cut_entries(s.lines, s.status, known)]


def _prose(sections: Iterable[Section], known: KnownNames) -> list[Entry]:
    """Run-in lists inside running text: ``Her medications included prednisone (5 mg/d), methotrexate …``."""
    found: list[Entry] = []
    for pattern in (_PROSE_LIST, _TAKES):
        for section in sections:
            if section.kind in {"allergies", "medications"}:
                continue
            for line in section.lines:
                for sentence in _led_in(line.text, pattern):
                    if pattern is _PROSE_LIST or known.starts_with_name(sentence):
                        found.extend(cut_sentence(sentence, line.number, known))
        if found:
            break
    return [*found, *_told_ended(sections, known)] if found else found


_ENDED = re.compile(
    r"^\s+(?:was|were|has been|had been|is)\s+(?:recently\s+|then\s+|since\s+|temporarily\s+)?(?:stopped|discontinued|ceased|held|withheld|withdrawn)\b",
    re.IGNORECASE,
)


def _told_ended(sections: Iterable[Section], known: KnownNames) -> list[Entry]:
    """``His digoxin was stopped last month`` in running text."""
    return [
        Entry(line.text[a:b] + said[0], line.number)
        for section in sections
        if section.kind not in {"allergies", "medications"}
        for line in section.lines
        if " stopped" in line.text
        or "discontinued" in line.text
        or "held" in line.text
        or "ceased" in line.text
        or "withdrawn" in line.text
        for a, b in known.mentions(line.text)
        if (said := _ENDED.match(line.text[b:]))
    ]


def _led_in(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """What follows each lead-in up to the end of its sentence. One sentence has few of them: a text that repeats its
    lead-in for ever is not read again from every one.
    """
    ends: Counter[int] = Counter()
    for m in pattern.finditer(text):
        stop = _SENTENCE_END.search(text, m.end())
        end = stop.start() if stop else len(text)
        ends[end] += 1
        if ends[end] <= _MOST_LEADS:
            yield text[m.end() : end]


def _drug_like(line: Line, known: KnownNames, *, scattered: bool = False) -> bool:
    """Whether a line outside any medication section is an entry; ``scattered`` asks for a dose, not only a name."""
    text = line.text.strip()
    if not text or len(text.split()) > 28 or NOT_AN_ENTRY.match(text):
        return False
    bare = re.sub(r"^\W*(?:\d{1,3}[.)]\s*)?", "", text)
    if not scattered and known.starts_with_name(bare):
        return True
    tokens = [t for t in scan(text) if t.kind in {"amount", "ratio", "pieces", "schedule", "prn"}]
    named = bool(tokens) and tokens[0].start >= 3 and len(text[: tokens[0].start].split()) <= 5
    return named and any(t.kind in {"amount", "ratio"} for t in tokens)


def _drug_blocks(sections: Iterable[Section], known: KnownNames) -> list[Line]:
    """Lines that look like drugs; where most lines of a block without gaps do, the whole block."""
    chosen: list[Line] = []
    for section in sections:
        if section.kind not in {"start", "other"}:
            continue
        block: list[Line] = []
        for line in [*section.lines, Line("", 0)]:
            if line.text.strip():
                block.append(line)
                continue
            drugs = [x for x in block if _drug_like(x, known, scattered=section.kind == "other")]
            chosen.extend(block if len(drugs) * 5 >= len(block) * 3 and len(block) > 2 else drugs)
            block = []
    return chosen


def _bare_list(sections: Iterable[Section], known: KnownNames) -> list[Entry]:
    """A list without any heading: the lines that look like drugs; all lines where every one is short."""
    lines = [line for s in sections if s.kind in {"start", "other"} for line in s.lines if line.text.strip()]
    if not lines:
        return []
    chosen = _drug_blocks(sections, known)
    short = all(len(part.split()) <= 5 for line in lines for part in line.text.split(","))
    if not chosen and short and not known.available:
        chosen = lines
    if chosen and short and len(chosen) * 2 >= len(lines):
        chosen = lines
    return cut_entries(chosen, None, known)


def _stopped_sections(sections: Iterable[Section], known: KnownNames) -> list[Entry]:
    return [e for s in sections if s.kind == "medications" and s.status == "stopped" for e in cut_entries(s.lines, s.status, known)]


def _questions(statements: Iterable[MedicationStatement]) -> tuple[str, ...]:
    return tuple(
        f"{s.note.split()[0]} what? “{s.as_written}” has no unit." for s in statements if s.note and s.note.endswith("without a unit")
    )


def _month_first(text: str) -> bool:
    """Whether ``11/06/26`` is November: by a date that can only be read one way, else by the abbreviations of the note."""
    american, other = bool(_MONTH_FIRST.search(text)), bool(_DAY_FIRST.search(text))
    if american or other:
        return american and not other
    return len(_AMERICAN.findall(text)) > len(_BRITISH.findall(text))


def _below_other_headings(sections: tuple[Section, ...], known: KnownNames) -> list[Entry]:
    """A list that goes on where an allergy line or an empty line had ended its section: two entries or more with a known
    name and a dose; a single one may be a remark.
    """
    entries: list[Entry] = []
    for section in sections[1:]:
        lines = [line for line in section.lines if section.kind == "start" and begins_list(line.text, known)]
        entries += cut_entries(lines, None, known) if len(lines) > 1 else []
    return entries


def _entries(sections: tuple[Section, ...], known: KnownNames) -> list[Entry]:
    entries = _listed(sections, known)
    if any(e.heading != "stopped" for e in entries):
        return [*entries, *_below_other_headings(sections, known)]
    # a medication section that says "none" is an answer for the lines below other headings, never for a list above it
    answered = any(s.kind == "medications" and s.status != "stopped" for s in sections)
    open_to = [s for s in sections if s.kind == "start"] if answered else sections
    return [*(_prose(sections, known) or _bare_list(open_to, known)), *entries]


def _bounded(text: str) -> str:
    """Words and lines of a length that no list has are cut, so that no pattern takes long over them."""
    shorter = _LONG_WORD.sub(lambda m: m[0][:_LONGEST_WORD], _LONG_GAP.sub(" " * 60, text))
    return _LONG_LINE.sub(lambda m: m[0] + "\n", shorter) if _LONG_LINE.search(shorter) else shorter


_RULE = re.compile(r"^[ \t]*[|+](?:[-=:_ \t]*[|+])+[ \t]*$|^[ \t]*\|[-=:|+ \t]+$", re.MULTILINE)
_RULED = re.compile(r"^([ \t]*)\|(.*)\|[ \t]*$", re.MULTILINE)


def _unruled(text: str) -> str:
    """Rows that stand between ruled lines (``| a | b |``) as plain lines; the lines of the rule become empty."""
    if "|" not in text:
        return text
    return _RULED.sub(lambda m: m[1] + re.sub(r"\s*\|\s*", "  ", m[2]).strip(), _RULE.sub("", text))


def _statements(entries: Iterable[Entry], known: KnownNames) -> tuple[MedicationStatement, ...]:
    return fold_repeats(s for s in (read_entry(e, known) for e in entries) if s is not None and not NOT_AN_ENTRY.match(s.name))


def read_note(text: str, vocabulary: Vocabulary | None = None) -> MedicationList:
    """The medication list and the patient in a note or pasted list.

    The grammar decides where entries begin and end; the vocabulary, where given, helps with what it knows.
    ``narrative`` is the whole text, for conditions that stand in prose.
    """
    known = KnownNames(vocabulary)
    text = _unruled(_bounded(text))
    sections = by_content(read_sections(text), known)
    month_first = _month_first(text)
    as_of = note_date(text, month_first=month_first)
    cut = _entries(sections, known)
    left_out = (f"The text holds {len(cut)} entries; the first {_MOST_ENTRIES} were read.",) if len(cut) > _MOST_ENTRIES else ()
    entries = [replace(e, as_of=as_of, month_first=month_first) for e in cut[:_MOST_ENTRIES]]
    statements = _statements(entries, known)
    new, contested = planned_beside(sections, statements, known) if statements and known.available else ([], [])
    statements = fold_repeats((*statements, *_statements((replace(e, as_of=as_of, month_first=month_first) for e in new), known)))
    patient = read_person(text, sections)
    listed = {e.line for e in entries} if not any(s.kind == "medications" for s in sections) or not statements else set()
    taken = listed if len(listed) > 1 else set()
    told = [line for s in sections if s.kind not in {"medications", "allergies"} for line in s.lines if line.number not in taken]
    results = read_results(told, as_of, month_first=month_first)
    results = (*results, *bare_values(told, known, as_of, results, month_first=month_first))
    return MedicationList(
        format="text",
        statements=statements,
        patient=replace(patient, observations=results),
        as_of=as_of,
        narrative=text,
        left_out=left_out,
        asked=(*_questions(statements), *contested),
    )
