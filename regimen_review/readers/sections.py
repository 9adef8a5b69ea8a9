"""The sections of a note: which lines are the medication list, which are allergies, problems, results, or neither."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Literal

from regimen_review.readers.status_written import status_of_heading
from regimen_review.regimen import Status

SectionKind = Literal["medications", "allergies", "conditions", "results", "social", "other", "start"]


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line under one heading: its text, its line number (from 1) and where in the line it began."""

    text: str
    number: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive lines under one heading; ``status`` is what the heading says of its entries."""

    kind: SectionKind
    heading: str = ""
    lines: tuple[Line, ...] = ()
    status: Status | None = None


_ALLERGY = re.compile(
    r"\ballg\w*|\bnk[dfme]?a\b|^all$|allerg|alergi|allergie|adverse (?:drug )?reactions?|\badrs?\b|intoleranc|sensitivit", re.IGNORECASE
)
_NOT_LIST = re.compile(
    r"compliance|adherence|may be|reconciliation (?:status|note)|side effects?|\beducation|medicines? review|drug (?:abuse|use|screen|level)|drugs of|illicit|recreational|alcohol|treatment plan|plan\b|failed|surg|physical|occupational"
    r"|response to|after medic|rate after|hospital course|medication changes|changes to medic|administration record note|substance|cost|storage|refill|exam|family|social",
    re.IGNORECASE,
)
_MEDICATION = re.compile(
    r"\bmedications?\b|\bmedicines?\b|\bmeds?\b|\bdrugs?\b|\btreatments?\b|\bprescriptions?\b|\bprescribed\b|\brx\b|\btablets\b|\btabs\b|\bmedikation|\bmédicaments?|\bmedicamentos?|\bpharmacotherapy\b"
    r"|^(?:currently |is |now )?tak(?:ing|es)$|\bMAR\b|\btherapy\b|\bTTOs?\b|\bdrug (?:card|chart|history)\b|\bDHx?\b|\bmedicación\b|\btratamiento\b|\btraitements?\b|\bmedikationsplan\b|\bmedicatie\b|\bmedicin\b|\bregimen\b|\bsupplements\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\bp\.?m\.?h\.?x?\b|\bdiagnosen\b|\bdiagnósticos?\b|\bantécédents\b|\bantecedentes\b|\bvorerkrankungen\b|past (?:medical|psychiatric|medical and surgical)?\s?history|medical history|\bdiagnos[ei]s\b|\bdx\b|\bproblems?\b|\bconditions\b|co-?morbid|\bbackground\b|\bmorbidit|active issues|chronic illness",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\blab(?:s|oratory|oratories)?\b|\bresults?\b|\btests?\b|\bbloods?\b|\binvestigations?\b|\bobs\b|\bobservations?\b|\bvitals?\b|^o$|\bobjective\b|\bdata\b|\bU&Es?\b|\bmeasurements?\b|\bchemistry\b|\bcbc\b",
    re.IGNORECASE,
)
_SOCIAL = re.compile(r"\bsocial\b|\bsmok|\btobacco\b|\balcohol\b|\bhabits\b|\bshx?\b|\bsubstance", re.IGNORECASE)
_OTHER = re.compile(
    r"^[sap]$|subjective|assessment|\bplan\b|family|\bhpi\b|present(?:ing)? (?:illness|complaint)|complaint|review of systems|\bros\b|physical|\bexam|impression|request|recommend|hospital course|procedure|operation"
    r"|^q$|^seen$|nurse|discussion|disposition|follow|\breason\b|instructions|history of|indications?|anesthesia|findings|technique|description|condition on|diet|activity|immuni[sz]|surgical|consult|\bnote\b|summary|course|review$|advice|subject$|^re$|^to$|^from$|\bgoals?\b|signed|dictated|vaccin",
    re.IGNORECASE,
)
_SUBHEADING = re.compile(
    r"^(?:regular(?: medic\w+| meds)?|as[- ]required|as[- ]needed|when required|prn(?: medic\w+| meds)?|eyes?|otc|over[- ]the[- ]counter|herbals?|supplements?|stat|once only|injections?|inhalers?|topicals?|infusions?|insulins?"
    r"|morning|evening|bedtime|oral|injectables?|stop(?: taking)?|stopped|previous(?:ly)?|discontinued|crossed off|on hold|held|current|active|inactive|new|continue[d]?|changed|home|scheduled|self[- ]?bought|bought)\s*(?:medic\w+|meds|drugs)?$",
    re.IGNORECASE,
)
_STATUS_HEADING = re.compile(
    r"^(?:recently |meds? |drugs? |medic\w+ )?(?:stop(?: taking)?|stopped|discontinued|ceased|previous(?:ly)?|past|crossed[- ]off|crossed out|not (?:now |currently )?(?:taking|taken)|no longer|(?:do(?:es)? not|don'?t) take|on hold|held|withheld|cancelled|refused|to (?:be )?start|planned)"
    r"[\w\s,'()-]{0,40}$",
    re.IGNORECASE,
)
_ORDER_HEADING = re.compile(
    r"^\W*(?P<h>(?:please )?(?:stop|start|begin|change|continue|resume|keep|hold|pause|new|changed?|stopped|started|continued)\b(?:\s+(?:taking|how|you|the|these|those|following|using|take|your|all|to|of|prescribed|regular)\b)*\s+(?:medications?|medicines?|meds|drugs))\W*$",
    re.IGNORECASE,
)
"""``STOP taking these medications`` on a line of its own."""
_COLON = re.compile(
    r"^\s*(?:#+\s*|\*\*|\d{1,2}[.)]\s*|[-=*_]{2,}\s*)?(?P<h>[A-Za-z][^:=\n\t]{0,90}?)\s*(?:\*\*)?\s*:(?!\d)\s*(?:\*\*)?(?P<rest>.*)$"
)
_LETTER = re.compile(r"^\s*(?P<h>[SOAP])\s*[:)]\s+(?P<rest>.*)$")
_SPACED = re.compile(r"^\s*(?:\d{1,2}[.)]\s*)?(?P<h>[A-Z][A-Z/&+ ]{1,40}?)\s{2,}(?P<rest>\S.*)$")
_ALONE = re.compile(r"^\s*(?:#+\s*|\d{1,2}[.)]\s*|[-=*_]{2,}\s*)?(?P<h>[A-Za-z][A-Za-z0-9 /&,'’.()+-]{1,70}?)\s*[-=*_:#]*\s*$")
_MIDLINE = re.compile(
    r"(?:(?<=[a-z0-9)][.;])\s+|(?<=\s)\s+)(?=(?:(?:known |drug |medication |food )*allerg(?:y|ies)|adverse reactions|past medical history|pmhx?|social history|family history|diagnos[ei]s|smoking|(?:current |home |discharge )?medications)\b[^:.;,\n]{0,30}:(?!\d))",
    re.IGNORECASE,
)
_DOSE_IN_HEADING = re.compile(r"\d\s*(?:mg|mcg|ml|g|units?|%|micrograms?)\b", re.IGNORECASE)


def kind_of_heading(heading: str) -> SectionKind | None:
    """What a heading announces; None where it is not a heading of a note."""
    words = heading.strip()
    if _ALLERGY.search(words):
        return "allergies"
    if re.search(r"\bhistory\b|\bhx\b", words, re.IGNORECASE) and not _MEDICATION.search(words):
        return "social" if _SOCIAL.search(words) else "conditions" if re.search(r"medical|problem", words, re.IGNORECASE) else "other"
    if _NOT_LIST.search(words):
        return "social" if _SOCIAL.search(words) else "other"
    if _MEDICATION.search(words) or _STATUS_HEADING.match(words):
        return "medications"
    for pattern, kind in ((_CONDITION, "conditions"), (_SOCIAL, "social"), (_RESULT, "results"), (_OTHER, "other")):
        if pattern.search(words):
            return kind  # type: ignore[return-value]
    return None


def _plausible(heading: str, rest: str) -> bool:
    """A heading is short, or stands at the end of its line; a sentence with a colon in it is none."""
    words = len(heading.split())
    if _DOSE_IN_HEADING.search(heading) or re.search(r"[a-z]{3,}[.!?]\s", heading):
        return False
    return words <= (5 if rest.strip() else 12)


def _alone(line: str, *, inside: bool) -> tuple[str, SectionKind] | None:
    m = _ALONE.match(line)
    if not m:
        return None
    heading = m["h"].strip()
    kind = kind_of_heading(re.sub(r"\([^()]*\)", "", heading))
    shouted = heading.upper() == heading or line.lstrip().startswith(("#", "--", "==", "**")) or line.rstrip().endswith((":", "--", "=="))
    numbered_shout = re.sub(r"\([^()]*\)", "", heading).isupper()
    titled = len(heading.split()) <= 4 and (kind in {"medications", "allergies", "conditions", "results"}) and not inside
    if _SUBHEADING.match(heading) and (inside or (shouted and kind is None)):
        return heading, "medications"
    if kind is not None and (shouted or numbered_shout or titled) and not _DOSE_IN_HEADING.search(heading):
        return heading, kind
    return None


def _heading(line: str, *, inside: bool) -> tuple[str, SectionKind, str] | None:
    """(heading, kind, rest of the line) where the line begins a section."""
    for pattern in (_LETTER, _SPACED, _COLON):
        m = pattern.match(line)
        if not m or not _plausible(m["h"], m["rest"]):
            continue
        kind = kind_of_heading(m["h"])
        if inside and pattern is _COLON and _SUBHEADING.match(m["h"].strip()):
            kind = "medications"
        if kind is not None:
            return m["h"].strip(), kind, m["rest"]
    order = _ORDER_HEADING.match(line)
    if order:
        return order["h"], "medications", ""
    alone = _alone(line, inside=inside)
    return (*alone, "") if alone else None


def _pieces(number: int, raw: str) -> list[Line]:
    """One line, cut where a new heading begins inside it."""
    cuts = [0, *(m.end() for m in _MIDLINE.finditer(raw)), len(raw)]
    return [Line(raw[a:b], number, a) for a, b in itertools.pairwise(cuts) if a < b] or [Line("", number)]


@dataclass(slots=True)
class _Open:
    """The section being filled."""

    kind: SectionKind
    heading: str = ""
    status: Status | None = None
    lines: list[Line] = field(default_factory=list)
    returns_to: _Open | None = None
    """The list that goes on after a line such as ``Crossed off: carbamazepine``, which speaks for itself alone."""

    def closed(self) -> Section:
        return Section(self.kind, self.heading, tuple(self.lines), self.status)


def _next(current: _Open, line: Line, done: list[Section]) -> _Open:
    """The section that a line without a heading belongs to: allergies and problems end at an empty line, a heading
    with its entry on the same line ends with that line.
    """
    if current.returns_to is not None and current.lines and not line.text.startswith("  "):
        done.append(current.closed())
        return _Open(current.returns_to.kind, current.returns_to.heading, current.returns_to.status)
    ends = not line.text.strip() and current.kind in {"allergies", "conditions"} and any(x.text.strip() for x in current.lines)
    if ends:
        done.append(current.closed())
        return _Open("start")
    return current


_NAMED_ALLERGY = re.compile(
    r"^(?!(?:known|drug|drugs|food|medication|medicine|all|no|any|other|patient|the|current|active|environmental|adverse|past)\b)[\w/-]{3,}(?:[\s/&]+(?:and\s+)?[\w-]+)?\s+allerg(?:y|ies)\b",
    re.IGNORECASE,
)


def _after_allergy_word(heading: str) -> str:
    """``ALLERGIES penicillin (anaphylaxis)`` and ``No allergies`` on a line of their own say their entry in the heading."""
    if re.search(r"\bn(?:k[dfme]?a|o|il|one)\b", heading, re.IGNORECASE):
        return heading
    m = _NAMED_ALLERGY.match(heading)
    if m:
        return heading
    m = re.match(
        r"(?:known |drug |medication |medicine )*(?:allerg(?:y|ies|ic)(?: to)?)\s*[-–:=]*\s+(?!and\b|or\b|list|history|status|adverse|intoler|reaction)(?=\S)",
        heading,
        re.IGNORECASE,
    )
    return heading[m.end() :] if m else ""


def read_sections(text: str) -> tuple[Section, ...]:
    """The note as sections in order; lines before the first heading are the section ``start``."""
    done: list[Section] = []
    current = _Open("start")
    for number, raw in enumerate(text.split("\n"), start=1):
        for piece in _pieces(number, raw):
            found = _heading(piece.text, inside=current.kind == "medications")
            if found is None:
                current = _next(current, piece, done)
                current.lines.append(piece)
                continue
            done.append(current.closed())
            heading, kind, rest = found
            rest = rest or (_after_allergy_word(heading) if kind == "allergies" else "")
            status = status_of_heading(heading) if kind == "medications" else None
            after = current if kind == "medications" and status and rest.strip() and current.kind == "medications" else None
            current = _Open(kind, heading, status, returns_to=after)
            if rest.strip():
                current.lines.append(Line(rest, number, piece.start + piece.text.rfind(rest)))
    done.append(current.closed())
    return tuple(s for s in done if s.lines or s.heading)
