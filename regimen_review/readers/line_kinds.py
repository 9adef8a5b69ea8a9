"""What a line is by its content, where the headings of a note do not say: the list that follows an allergy line without
a heading of its own, results and the person's own line in the midst of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from regimen_review.knowledge import Vocabulary, name_key
from regimen_review.patient import Observation
from regimen_review.readers.dates import DATE, read_date
from regimen_review.readers.directives import read_directive
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.numbers import read_number
from regimen_review.readers.sections import Line, Section
from regimen_review.readers.sig_tokens import scan
from regimen_review.regimen import Place

_BULLET = re.compile(r"^\W*(?:\d{1,3}[.)]\s*)?")
_REACTION = re.compile(
    r"rash|hives|anaphyl|itch|urticar|swell|oedema|edema|nausea|vomit|upset|intoleran|wheez|bronchospasm|reaction|cough|allerg|caus(?:es|ed)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^\W*(?:[Rr]esident|RESIDENT|[Pp]atient|PATIENT|[Nn]ame|NAME|[Cc]lient)(?:'s)?(?: [Nn]ame)?\s*:|\b\d{1,3}\s?-?(?:y/?o|yrs?|years?(?:[ -]old)?)?,?\s?(?:M|F|male|female|man|woman|lady|gentleman)\b|\bDOB\b|\bd\.o\.b|\b\d{1,3} ?(?:y/?o|yrs?|years?[ -]old)\b"
)
_PART = re.compile(r"[,;](?![^()]*\))|\.\s+(?=[A-Z])")
_RESULT_LEAD = re.compile(
    rf"^\W*(?:(?:latest|recent|last|on|labs?|bloods?|blood tests?|obs|results?|vitals|today|{DATE})\b[\s:,-]*)*", re.IGNORECASE
)
_VALUE = re.compile(
    r"^(?P<name>[A-Za-z][A-Za-z0-9 +./-]{0,40}?)\s*(?:[:=,]|\b(?:of|was|is|at)\b)?\s*(?P<sign>[<>]?)\s*(?P<value>\d{1,5}(?:[.,]\d{1,3})?)(?![\w/]|[.,]\d)(?P<rest>.*)$"
)
_SAID = re.compile(
    r"\b(?P<name>[A-Za-z][A-Za-z0-9+]+)\s+(?:level\s+)?(?P<was>was|is|of|at)?\s*(?P<value>\d{1,4}(?:\.\d{1,2})?)(?![\w/.]*\d|\s?(?:%|[a-zA-Zµ]+/))",
)
_DOSE_UNIT = re.compile(
    r"^\s*(?:mg|mcg|micrograms?|g|ml|units?|iu|meq|tabs?|tablets?|caps?|puffs?|drops?)\b(?!\s*/\s*(?:d?l|ml|mmol|l)\b)", re.IGNORECASE
)
_FORM_LAST = re.compile(r"\w\s+(?:tab(?:let)?s?|cap(?:sule)?s?)\W*$", re.IGNORECASE)
_MIXTURE = re.compile(
    r"^(?P<label>\W*[^:=]{0,30}\b(?:syringe (?:driver|pump)|driver|CSCI|infusion|pump)\b[^:=]{0,40})[:=]\s*(?P<rest>.*)$", re.IGNORECASE
)
_PLUS = re.compile(r"\s*(?:\+|&|,|\band\b|\bwith\b)\s*(?=[A-Za-z])")
_SHORT_LABEL = 3


@dataclass(frozen=True, slots=True)
class MeasureNames:
    """The written names of what is measured, folded; ``drugs`` also name a medicine (iron, magnesium, zinc)."""

    names: frozenset[str]
    drugs: frozenset[str]

    @staticmethod
    def of(vocabulary: Vocabulary | None) -> MeasureNames:
        """The names of a vocabulary's measures; none without a vocabulary."""
        if vocabulary is None:
            return MeasureNames(frozenset(), frozenset())
        names = frozenset(name_key(n) for m in vocabulary.measures.values() for n in (m.title, m.id.replace("-", " "), *m.names))
        return MeasureNames(names, frozenset(n for n in names if n in vocabulary.names))


def _value(part: str, measures: MeasureNames) -> re.Match[str] | None:
    """The reading of one part of a line, where a known measure and a number begin it and no dose follows."""
    m = _VALUE.match(_RESULT_LEAD.sub("", part, count=1).strip())
    if m is None or name_key(m["name"]) not in measures.names or _DOSE_UNIT.match(m["rest"]):
        return None
    return m


def is_result_line(text: str, measures: MeasureNames) -> bool:
    """Whether most parts of a line are values of known measures; one value alone counts where its name is no medicine's."""
    parts = [p for p in _PART.split(text) if p.strip()]
    read = [m for m in (_value(p, measures) for p in parts) if m]
    if not read or len(read) * 2 < len(parts):
        return False
    return len(read) > 1 or name_key(read[0]["name"]) not in measures.drugs


def begins_list(text: str, known: KnownNames) -> bool:
    """Whether a line under an allergy or problem heading is an entry of a list: a known name first, then an amount or a
    schedule, and no reaction.
    """
    bare = _BULLET.sub("", text.strip(), count=1)
    if not bare or _REACTION.search(bare):
        return False
    named = known.prefix_length(bare)
    return named > 0 and any(t.kind in {"amount", "ratio", "pieces", "schedule"} and t.start >= named - 1 for t in scan(bare))


def _is_person(text: str, known: KnownNames) -> bool:
    return bool(_PERSON.search(text)) and not known.starts_with_name(_BULLET.sub("", text.strip(), count=1))


_NUMBERED = re.compile(r"^\s{0,3}(?:#\s?\d{0,2}|\(?\d{1,2}[.)])\s*[A-Za-z]")


def _is_plan(text: str, known: KnownNames) -> bool:
    """An entry of a list, or an order about a known medicine (``continue tiotropium``)."""
    if begins_list(text, known):
        return True
    bare = _BULLET.sub("", text.strip(), count=1)
    order = read_directive(bare)
    return order is not None and known.starts_with_name(bare[order.end :])


def _plan_or_problem(section: Section, known: KnownNames) -> list[str]:
    """For each line, whether it is a ``plan`` about a medicine, a numbered ``problem`` or neither."""
    return ["plan" if _is_plan(x.text, known) else "problem" if _NUMBERED.match(x.text) else "" for x in section.lines]


def _has_plans(section: Section, kinds: list[str]) -> bool:
    """Whether numbered problems have their plans below them: a medicine, and after it the next problem."""
    if "plan" not in kinds or "problem" not in kinds:
        return False
    plan, last = kinds.index("plan"), len(kinds) - 1 - kinds[::-1].index("problem")
    return kinds.index("problem") < plan and (plan < last or section.lines[plan].text[:1].isspace())


def _problems_and_plans(section: Section, kinds: list[str]) -> Iterator[Section]:
    """The problems, the medicines under them, and the rest of the plans, which is neither."""
    parts = {kind: tuple(line for line, k in zip(section.lines, kinds, strict=True) if k == kind) for kind in ("problem", "plan", "")}
    yield replace(section, lines=parts["problem"])
    yield Section("medications", "", tuple(replace(x, text=_BULLET.sub("", x.text.strip(), count=1)) for x in parts["plan"]))
    yield Section("other", "", parts[""])


def _split_lists(section: Section, known: KnownNames) -> Iterator[Section]:
    """Allergies (or problems), then the list that began below them without a heading."""
    kinds = _plan_or_problem(section, known) if section.kind == "conditions" else []
    if _has_plans(section, kinds):
        yield from _problems_and_plans(section, kinds)
        return
    first = next((i for i, line in enumerate(section.lines) if begins_list(line.text, known)), None)
    if first is None:
        yield section
        return
    if first > 1 and len(section.lines[first - 1].text.split()) <= _SHORT_LABEL:
        yield replace(section, lines=section.lines[: first - 1])
    else:
        yield replace(section, lines=section.lines[:first])
    yield Section("medications", "", section.lines[first:])


def _mixture(line: Line) -> Iterator[Line]:
    """``Syringe driver over 24h SC: morphine 60 mg + midazolam 20 mg``: a line for each drug, with the driver's route."""
    m = _MIXTURE.match(line.text)
    if m is None:
        yield line
        return
    route = "IV" if re.search(r"\biv\b|intraven", m["label"], re.IGNORECASE) else "SC"
    for part in _PLUS.split(m["rest"]):
        if part.strip():
            yield Line(f"{part.strip(' .')} {route}", line.number, line.start + line.text.find(part))


def _tells_values(text: str, known: KnownNames, measures: MeasureNames) -> bool:
    """A sentence about values and about no medicine: ``Her potassium was 5.4``."""
    if not any(m["was"] for m in _told_values(text, measures)):
        return False
    spans = known.mentions(text)
    return all(name_key(text[a:b]) in measures.names for a, b in spans)


def _apart(section: Section, known: KnownNames, measures: MeasureNames) -> Iterator[Section]:
    """A list without the lines that are results or tell who the patient is; those as sections of their own."""
    kept: list[Line] = []
    for line in section.lines:
        if is_result_line(line.text, measures) or _tells_values(line.text, known, measures):
            yield Section("results", "", (line,))
        elif _is_person(line.text, known):
            yield Section("social", "", (line,))
        else:
            kept.extend(_mixture(line))
    yield replace(section, lines=tuple(kept))


def _is_medicine(heading: str, known: KnownNames) -> bool:
    """A substance's name with its form behind it; a group's title (``Insulins``, ``Drug card``) stays a heading."""
    named = known.prefix_length(heading)
    if not named or known.vocabulary is None or not _FORM_LAST.search(heading):
        return False
    return any(e.ingredients for e in known.vocabulary.names.get(name_key(heading[:named]), ()))


def _headings_that_are_names(sections: Iterable[Section], known: KnownNames) -> Iterator[Section]:
    """``garlic tabs`` is an entry and no heading: it and what follows go back to the section before."""
    done: Section | None = None
    for section in sections:
        if done is not None and section.kind == "medications" and _is_medicine(section.heading, known):
            number = section.lines[0].number - 1 if section.lines else (done.lines[-1].number if done.lines else 1)
            done = replace(done, lines=(*done.lines, Line(section.heading, number), *section.lines))
            continue
        if done is not None:
            yield done
        done = section
    if done is not None:
        yield done


def by_content(sections: Iterable[Section], known: KnownNames) -> tuple[Section, ...]:
    """The sections with every line where its content says it belongs. Without a vocabulary nothing changes."""
    if not known.available:
        return tuple(sections)
    measures = MeasureNames.of(known.vocabulary)
    found: list[Section] = []
    for section in _headings_that_are_names(sections, known):
        parts = _split_lists(section, known) if section.kind in {"allergies", "conditions"} else (section,)
        for part in parts:
            found.extend(_apart(part, known, measures) if part.kind in {"medications", "start"} else (part,))
    return tuple(found)


def _told_values(text: str, measures: MeasureNames) -> Iterator[re.Match[str]]:
    """Values in a sentence (``her potassium was 5.4 and creatinine 132``), once it says of one what it was."""
    found = [m for m in _SAID.finditer(text) if name_key(m["name"]) in measures.names and not _DOSE_UNIT.match(text[m.end() :])]
    if any(m["was"] for m in found):
        yield from (m for m in found if m["was"] or name_key(m["name"]) not in measures.drugs)


def bare_values(
    lines: Iterable[Line], known: KnownNames, fallback: date | None, read: Iterable[Observation], *, month_first: bool = False
) -> Iterator[Observation]:
    """Values of known measures written without a unit (``K 6.1, creat 98``), where no reading stands at the place yet."""
    measures = MeasureNames.of(known.vocabulary)
    taken = {(o.place.line, o.text.lower()) for o in read}
    for line in lines:
        for told in _told_values(line.text, measures):
            if (line.number, told["name"].lower()) not in taken:
                taken.add((line.number, told["name"].lower()))
                yield Observation(told["name"], read_number(told["value"]), when=fallback, place=Place(line=line.number))
        if not is_result_line(line.text, measures):
            continue
        said = re.search(DATE, line.text[:24])
        for part in _PART.split(line.text):
            m = _value(part, measures)
            if m is None or (line.number, m["name"].strip().lower()) in taken or re.match(r"\s*(?:%|[a-zA-Zµ*/]+/|ms\b|x\s?10)", m["rest"]):
                continue
            when = re.search(DATE, m["rest"]) or said
            sign = m["sign"]
            yield Observation(
                m["name"].strip(),
                read_number(m["value"]),
                text_value=f"{sign}{m['value']}" if sign else None,
                when=read_date(when[0], month_first=month_first) if when else fallback,
                place=Place(line=line.number),
            )
