"""A medication section -> its entries: numbered and bulleted items, one a line, or a paragraph with commas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from regimen_review.readers.directives import only_order
from regimen_review.readers.entry import Entry, lead_length
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.list_items import CONJUNCTION, Item, comma_parts, items, sig_only
from regimen_review.readers.list_orders import Clause, clauses_of
from regimen_review.readers.sections import Line
from regimen_review.readers.sig_tokens import scan
from regimen_review.readers.status_written import status_written
from regimen_review.regimen import Status

NOT_AN_ENTRY = re.compile(
    r"^\W*(?:unknown|dr|md|np|pa|rn|days?|daily|nightly|nights?|mornings?|evenings?|weeks?|weekly|filled|refilled|dispensed|ordered)\W*$|^\W*(?:by|via) (?:mouth|oral|the)\b|^\W*(?:none|nil|n/?a|no (?:current |daily |known |home |regular |known |other |outpatient )*(?:medications?|medicines|meds|drugs)|not on any|see\b|please see|refer\b|as (?:above|noted|per|outlined|previously|listed|before|described)|unable|listed\b"
    r"|reviewed|there (?:are|is|were) no\b|not (?:known|available|applicable|taking any)|(?:he|she|they|patient|the patient)[\w\s']{0,20} (?:takes?|is on|does not take|denies|on) (?:no|any|multiple|many|several)\b.{0,60}(?:medication|medicine|drug)s?|unchanged|same as|no change|medication reconciliation"
    r"|multiple medications|continue (?:all|home|current)|resume (?:home|all)|nkda|denies|deferred|no\b(?!\.))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bvs\.)(?<=[.;!])\s+(?=[\"“(?]?[A-Z0-9])|(?<=;)\s+|\s+[|]\s+|\t+"
)
LEAD_IN = re.compile(
    r"^(?P<lead>.{0,200}?\b(?:including|includes?|included|consist(?:s|ed|ing)? of|comprises?d?|such as|as follows|(?:scripts?|prescriptions?) for|(?:the )?following(?: medications?)?(?: for (?:her|his|their|the) \w+)?|except(?: for)?(?: the)?|other than|apart from|combined with"
    r"|(?:is|are|was|were|be|been|remains?|stays?|go(?:es)?|went|put|placed|started|maintained|'s)\s+(?:\w+ly\s+|still\s+|now\s+|also\s+|back\s+|no longer\s+|going to\s+)*(?:on|taking|using|receiving|given|started on|treated with|go on)(?!\s+to\b)"
    r"|(?:does\s+|also\s+|currently\s+|only\s+)*(?:takes?|taking|took|uses?|using|receives?|received|has other medications|discharged (?:on|with|home on)|(?:^\W*(?:\w+ ){1,3})(?:gave|administered|prescribed))|presently on|currently on|(?:medications?|medicines|meds) (?:[a-z]+ ){0,4}(?:are|were|is|was)"
    r"|^(?:on (?:admission|presentation|transfer|discharge)|at (?:home|present|this time|the time of \w+)|in the hospital|as an? (?:out|in)patient|prior to admission|presently|currently|at discharge)(?:\s*(?:is|are|was|were|included?|he|she|on))*))\b\s*(?:also\b|only\b|both\b|the following\b|just\b)?\s*(?:[:,–-]\s*)?",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_ALL_OF_THEM = re.compile(r"^\W*(?:(?:he|she|patient) )?takes? (?:all|these|them|most|some of)\b", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:desires?|would like|wants?|plans? to|going to|to be started|will (?:be )?(?:start\w*|begin|try))\b", re.IGNORECASE
)
_PAST_LEAD = re.compile(
    r"\b(?:was|were|had been) (?:previously |formerly )?(?:on|taking|using)\b|no longer (?:on|taking|using)|used to take|(?:he|she|they|patient) took",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^\W*(?:he|she|they|i|we|it|you|this|that|these|those|there|her|his|their|patient|the|please|note|call|if|as|when|according|husband|wife|mother|father|daughter|son|family|dr|discussed|return|follow|apparently|takes? all|all of|some of|most|continues?|however|otherwise|who|which)\b",
    re.IGNORECASE,
)  # fmt: skip
_INSTRUCTION = re.compile(
    r"^\W*(?:call|return|follow|please|if|discussed|contact|notify|diet|activity|weight|instructed|avoid|resume (?:home|all|regular)|continue to do|note)\b",
    re.IGNORECASE,
)
_CREDENTIAL = re.compile(r"\b(?:MD|M\.D\.|DO|NP|PA-C|RN|FNP)\W*$")
_LONGEST_FRAGMENT = 600
"""Characters without a comma; beyond that every conjunction cuts, so that no text takes long."""
_NAME_WITHIN = 300
"""Characters at the start of a text within which it names a medicine, if it begins with one."""
_MOST_LEADS = 8
"""Lead-ins in one sentence; nobody writes so many, and a text that repeats one for ever ends."""
_EMPTY_PIECE = re.compile(r"\W*(?:also|and|plus|then|additionally|currently|presently)?\W*", re.IGNORECASE)
_EXCUSE = re.compile(r"\W*(?:although|but|however|because|which|who)\b", re.IGNORECASE)
_NEXT_DRUG = re.compile(
    r"\s+(?!(?:Starting|Until|Take|Disp|For|Normal|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Start|Stop|PRN|Refill|Indication|With|Then|And|Until)\w*\b)[A-Z][a-z][\w-]{2,}(?:\s[A-Z][\w-]+){0,2}\s+\d+(?:\.\d+)?\s?(?:mg|mcg|g|ml|units?|tabs?|caps?|puffs?)\b"
)
_COMMENT = re.compile(
    r"^\W*(?:(?:re)?check|monitor|repeat|review|follow|f/u|labs|bloods|aim|target|goal|caution|needs?|refer|advised?|he|she|they|i|we|it|you|which|who|whom|that|this|but|however|because|although|though|so|since|started|starting|stopped|last|left|given|now|not|never|no|currently|until|when|if|as|where|while|due|then|adjusted|unless|after|before|with|without|for|to|in|on|at|by|from|dose|dosing|strength|frequency|unknown|daughter|wife|husband|recently|about|approximately|usually|sometimes|only|prescribed|dispensed|bought|otc|seen|finished|reducing|increas\w+|decreas\w+|taper\w*|titrat\w+|switched|changed|total|takes?|taking|taken|apply|use|inject|swallow|via|per|each|both|supervised|sucked|seizure|copied|nobody|trialled|and (?:he|she|it|they|has|was|is|then|on|at|in|for|with)|up to|or (?:as|more|less)|disp|refills?|qty|hold|held|had|has|have|having|is|was|were|are|may|can|could|should|would|will|do|does|did|chewable|medication\b|usage|total of|fasting|together|along|most (?:days|nights|mornings)|increased|regularly|regular)\b",
    re.IGNORECASE,
)
_NUTRIENT = re.compile(
    r"^\W*(?:calcium|vitamins? [a-ek]\w*|vit\.? [a-ek]\w*|magnesium|zinc|iron|glucosamine|chondroitin|d3?|caltrate|os-?cal|lutein|potassium|docusate|senna)\b",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"^\W*(?:(?:and|also|plus|then|some|generic|or|will|to|is|he|she|they|continues?|taking|take|on|her|his|the|an?|one|two|of|resumes?|baby|adult|coated)\b\s*)*",
    re.IGNORECASE,
)
_LAY_LABEL = re.compile(
    r"^\W*(?:for (?:the |my )?)?(?:(?:high )?blood pressure|bp|heart|cholesterol|diabetes|sugar|stomach|thyroid|sleep(?:ing)?|bones?|pain|mood|nerves?|waterworks|bladder|bowels?|breathing|chest|gout|allerg(?:y|ies)|eyes?|skin|blood thinner|water|heart rate|prostate)"
    r"(?: (?:tablets?|pills?|tabs?|meds?))?(?:\s+[-–—=]+|\s*:)\s*(?=\S)",
    re.IGNORECASE,
)
"""What a person at home calls a medicine before its name: ``blood pressure - ramipril 10``."""
_GROUP_LABEL = re.compile(r"^([A-Z][A-Za-z /&,'-]{1,40}):\s+(?=\S)")


_SAID_BEFORE = {"stopped", "on-hold", "cancelled", "not-taken", "planned", "completed"}


def _without_denial(sentence: str) -> str:
    """``None, but he is on Zantac``: what follows a denial counts; a denial alone is nothing."""
    if not NOT_AN_ENTRY.match(sentence):
        return sentence
    but = re.search(r"(?:,\s*(?:but|however|except)|\b(?:except|other than|apart from|including|include[sd]?)\b)", sentence, re.IGNORECASE)
    return sentence[but.start() :].lstrip(" ,") if but and len(sentence) - but.end() > 3 else ""


def _ended(lead: str, *, run_in: bool) -> bool:
    """Whether a lead-in says that what follows is over. "He was on" in a numbered list is a dictated tense, not an end."""
    return bool(re.search(r"no longer|used to|previously|formerly", lead, re.IGNORECASE) or (run_in and _PAST_LEAD.search(lead)))


def _directed(text: str) -> bool:
    """Whether amounts or pieces stand in the text: then it is an entry and no lead-in."""
    return any(t.kind in {"amount", "ratio", "pieces"} for t in scan(text))


_HEADING_WORD = (
    r"(?:current(?:ly)?|active|inactive|home|out-?patient|in-?patient|facility-administered|prior|to|visit|admission|on|file|at|of|as|the|your|my|all|list|reviewed|status|sig|disp(?:ense)?|refills?"
    r"|dose|route|freq(?:uency)?|strength|form|start|end|date|last|instructions|directions|indication|reason|prescriber|provider|quantity|qty|prescription|reported|reconciled|regular|repeat|acute"
    r"|medications?|meds|medicines?|drugs?|name|and|supplies|including|scheduled|continuous|needed|taking|taken|updated|by|from|in|total)"
)
_TABLE_HEAD = re.compile(rf"^\W*{_HEADING_WORD}(?:[\s/&,-]+{_HEADING_WORD})*\W*(?:\([^()]{{0,60}}\)\W*)?$", re.IGNORECASE)
_GRID_HEAD = re.compile(
    r"^\W*(?:(?:b|l|d|t|bed|breakfast|lunch|dinner|tea|supper|morning|noon|midday|evening|night|bedtime|mane|nocte|am|pm|hs|time|dose)(?:\W+|$)){2,}$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^\d:,;]{2,60}:\s*$")
"""A line that heads a group; it names no medicine where nothing that is known begins it."""


class _Cutter:
    """Cuts items into entries with one vocabulary; kept together because each rule asks what is known."""

    def __init__(self, known: KnownNames) -> None:
        self._known = known

    def _named(self, text: str) -> bool:
        stripped = _BEFORE_NAME.sub("", text[:_NAME_WITHIN], count=1)
        return self._known.starts_with_name(stripped) or self._known.starts_with_name(
            stripped[lead_length(stripped, scan(stripped)) :].lstrip(" ,.;:")
        )

    def _begins_entry(self, fragment: str, *, run_in: bool) -> bool:
        if sig_only(fragment):
            return False
        if self._named(fragment):
            return True
        if _COMMENT.match(fragment) or _CREDENTIAL.search(fragment):
            return False
        if run_in:
            return True
        tokens = scan(fragment)
        return (
            bool(tokens)
            and tokens[0].kind in {"amount", "ratio", "pieces"}
            and bool(re.search(r"[A-Za-z]{4}", fragment[: tokens[0].start]))
        )

    def _and_parts(self, fragment: str, *, run_in: bool) -> list[str]:
        if len(fragment) > _LONGEST_FRAGMENT:
            return [p.strip() for p in re.split(r"\s+(?:and|plus|&)\s+", fragment) if p.strip()]
        parts: list[str] = []
        rest = fragment
        while True:
            for m in CONJUNCTION.finditer(rest):
                if self._splits(rest, m, run_in=run_in):
                    parts.append(rest[: m.start()].strip())
                    rest = rest[m.end() :].strip()
                    break
            else:
                return [*parts, rest]

    def _splits(self, text: str, m: re.Match[str], *, run_in: bool) -> bool:
        left, right = text[: m.start()], text[m.end() :]
        if m["list"]:
            return True
        if m["or"]:
            return self._named(left) and self._named(right)
        if left.count("(") != left.count(")") or not left.strip() or sig_only(right) or sig_only(left):
            return False
        if self._known.prefix_length(text.strip()) > m.start():
            return False
        joined = re.search(r"plus|with|&", m[0], re.IGNORECASE) is not None
        if _NUTRIENT.match(left) and _NUTRIENT.match(right) and (joined or not scan(left)):
            return False
        if self._named(right):
            return self._named(left) or run_in or bool(scan(left))
        if _COMMENT.match(right) or not run_in:
            return False
        tokens = scan(left)
        if tokens and tokens[-1].kind in {"indication", "prn"} and tokens[-1].value and tokens[-1].end >= len(left.rstrip()):
            return False
        directed = any(t.kind in {"amount", "ratio", "pieces", "schedule", "prn"} for t in tokens)
        if len(left.split()) > 14:
            return False
        return directed or (self._named(left) and len(right.split()) <= 4) or (not self._known.available and len(right.split()) <= 4)

    def sentence(self, sentence: str, *, run_in: bool) -> list[str]:
        """The entries of one sentence as texts; what only adds to an entry is joined to it."""
        entries: list[str] = []
        for comma_part in comma_parts(sentence):
            for piece in self._and_parts(comma_part, run_in=run_in):
                if _EMPTY_PIECE.fullmatch(piece) or (not entries and _EXCUSE.match(piece) and LEAD_IN.match(piece) is None):
                    continue
                part = self._after_comment(piece)
                if entries and not self._begins_entry(part, run_in=run_in):
                    entries[-1] = f"{entries[-1]}, {part}"
                else:
                    entries.append(part)
        return [part for entry in entries for part in self._unseparated(entry)]

    def _after_comment(self, part: str) -> str:
        """``although the list is not available, they have been on glyburide``: the drug after a comment's lead-in."""
        lead = LEAD_IN.match(part) if _COMMENT.match(part) else None
        return part[lead.end() :] if lead and self._named(part[lead.end() :]) and not _directed(lead["lead"]) else part

    def _unseparated(self, entry: str) -> list[str]:
        """``Advair 1 puff bid Lisinopril 10 mg qd``: a known name right after directions begins the next entry."""
        if not self._known.available:
            return [entry]
        cuts = [0]
        for token in scan(entry):
            rest = entry[token.end :]
            ends = token.kind in {"schedule", "prn"} or (
                token.kind == "route"
                and re.fullmatch(r"(?:iv|im|po|sc|p\.o\.|i\.v\.|i\.m\.)", entry[token.start : token.end], re.IGNORECASE)
            )
            if ends and token.start > cuts[-1] and self._follows(rest):
                cuts.append(token.end)
        return [entry[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(entry)], strict=True)]

    def _follows(self, rest: str) -> bool:
        """Whether another medicine stands right here: capitalised, or with an amount of its own."""
        if re.match(r"\s+[A-Z]", rest):
            return self._known.prefix_length(rest.strip()) > 3 or _NEXT_DRUG.match(rest) is not None
        named = self._known.mentions(rest[:_NAME_WITHIN])
        if not named or rest[: named[0][0]].strip():
            return False
        after = scan(rest[named[0][1] : _NAME_WITHIN])
        return bool(after) and after[0].kind in {"amount", "pieces"} and after[0].start <= 2

    def entries(self, item: Item, status: Status | None) -> Iterator[Entry]:
        """The entries of one item."""
        if (
            _TABLE_HEAD.match(item.text)
            or _GRID_HEAD.match(item.text)
            or (_LABEL.match(item.text) and not self._named(item.text) and not sig_only(item.text))
        ):
            return
        text = self._without_label(item.text)
        pending: Entry | None = None
        for position, raw in enumerate(_SENTENCE.split(text)):
            sentence = raw.strip() if raw else ""
            if pending is not None and only_order(sentence):
                pending = replace(pending, text=f"{pending.text} - {sentence}")
                continue
            ordered = self._ordered(sentence, item, status)
            if ordered:
                if pending is not None:
                    yield pending
                *whole, pending = ordered
                yield from whole
                continue
            sentence = _without_denial(sentence)
            if not sentence:
                continue
            if pending is not None and (sig_only(sentence) or (item.run_in is False and position and not self._opens(sentence))):
                pending = self._joined(pending, sentence)
                continue
            for entry in self._sentence_entries(sentence, item, status):
                if pending is not None:
                    yield pending
                pending = entry
        if pending is not None:
            yield pending

    def _ordered(self, sentence: str, item: Item, status: Status | None) -> list[Entry]:
        """The entries of a sentence that gives orders; none where it gives no order."""
        clauses = clauses_of(sentence, self._named, lambda rest: self._begins_entry(rest, run_in=False))
        return [entry for clause in clauses for entry in self._clause_entries(clause, item, status)]

    def _clause_entries(self, clause: Clause, item: Item, status: Status | None) -> Iterator[Entry]:
        """The entries under one order; a clause without an order is read like any sentence."""
        if clause.plain:
            yield from self._sentence_entries(clause.text, item, status)
            return
        order = clause.order
        for text in self.sentence(clause.text, run_in=item.run_in):
            yield Entry(text, item.line, heading=clause.status or status, order=order, new_dose=clause.new_dose)
            order = ""

    @staticmethod
    def _joined(entry: Entry, sentence: str) -> Entry:
        """Directions that a full stop cut off go back to their entry; a comment stays out of it."""
        return replace(entry, text=f"{entry.text} {sentence}") if sig_only(sentence) else entry

    def _opens(self, sentence: str) -> bool:
        return (
            self._named(sentence)
            or LEAD_IN.match(sentence) is not None
            or (not _PERSON.match(sentence) and self._begins_entry(sentence, run_in=False))
        )

    def _sentence_entries(self, sentence: str, item: Item, status: Status | None) -> Iterator[Entry]:
        lead = None if self._known.starts_with_name(sentence) else self._lead(sentence)
        run_in = item.run_in
        if lead and lead.end() >= len(sentence.rstrip(" .:")):
            if not re.search(r"\bno longer\b|\bstopped\b", sentence, re.IGNORECASE):
                return
            lead = None
        if _INSTRUCTION.match(sentence):
            yield from self._mentions(sentence, item, status)
            return
        if lead:
            rest = self._after_lead(sentence, lead)
            status = "stopped" if _ended(lead["lead"], run_in=item.run_in) else "planned" if _WISH.search(lead["lead"]) else status
            run_in = True
        elif _PERSON.match(sentence):
            yield from self._mentions(sentence, item, status)
            return
        else:
            rest = sentence
        for text in self.sentence(rest, run_in=run_in):
            yield Entry(text, item.line, heading=status)

    @staticmethod
    def _lead(sentence: str) -> re.Match[str] | None:
        """The lead-in of a sentence, unless directions stand in it: then it is an entry with a comment."""
        lead = LEAD_IN.match(sentence)
        if lead is None or _ALL_OF_THEM.match(sentence):
            return None
        return None if _directed(lead["lead"]) else lead

    def _after_lead(self, sentence: str, lead: re.Match[str]) -> str:
        """What follows the last lead-in of the sentence (``She also takes various supplements including …``)."""
        rest = sentence[lead.end() :]
        for _ in range(_MOST_LEADS):
            again = LEAD_IN.match(rest)
            if again is None or not self._leads_on(rest, again):
                break
            rest = rest[again.end() :]
        return rest

    def _leads_on(self, rest: str, again: re.Match[str]) -> bool:
        """Whether a second lead-in stands before the first name; ``various supplements including`` always does."""
        lead = rest[: again.end()]
        if _directed(lead) or "," in lead.rstrip(" ,"):
            return False
        return bool(re.search(r"(?:including|such as)\W*$", lead, re.IGNORECASE)) or not self._named(rest)

    def _mentions(self, sentence: str, item: Item, status: Status | None) -> Iterator[Entry]:
        """Known names in a sentence that is no list (``Orthopaedics gave Kenalog 40 mg/mL``)."""
        spans = self._known.mentions(sentence)
        if len(spans) > 1 and len(comma_parts(sentence[spans[0][0] :])) > 2:
            for text in self.sentence(sentence[spans[0][0] :], run_in=True):
                yield Entry(text, item.line, heading=status)
            return
        for index, (start, _) in enumerate(spans):
            end = spans[index + 1][0] if index + 1 < len(spans) else len(sentence)
            before = sentence[spans[index - 1][1] if index else 0 : start]
            said = status_written(before)
            yield Entry(sentence[start:end], item.line, heading=said if said in _SAID_BEFORE else status)

    def _without_label(self, text: str) -> str:
        """``HIV: Symtuza one tablet``: a group's label goes, a drug's name (``Clozaril: 150 mg mane``) stays."""
        lay = _LAY_LABEL.match(text)
        if lay is not None and self._named(text[lay.end() :]):
            return text[lay.end() :]
        m = _GROUP_LABEL.match(text)
        if m is None or self._named(m[1]) or sig_only(text[m.end() :].split(",", maxsplit=1)[0]):
            return text
        tokens = scan(text[m.end() :])
        return text if tokens and tokens[0].start == 0 and tokens[0].kind in {"amount", "ratio", "pieces", "schedule"} else text[m.end() :]


def cut_entries(lines: Iterable[Line], status: Status | None, known: KnownNames) -> list[Entry]:
    """All entries of the lines of one medication section."""
    cutter = _Cutter(known)
    return [entry for item in items(lines, known) for entry in cutter.entries(item, status)]


def cut_sentence(text: str, line: int, known: KnownNames) -> list[Entry]:
    """The entries of a run-in list that stands in a sentence of running prose."""
    return list(_Cutter(known).entries(Item(text, line, run_in=True), None))
