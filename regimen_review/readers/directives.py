"""Orders before or behind a name: ``Stop Lasix 40``, ``Increase metoprolol to 50 mg``, ``gabapentin 300 TID - stop``.

The verb says what becomes of the medicine and leaves its name alone. Whether what follows is a medicine at all, the
caller asks; a verb that begins a longer word (``Stopain``) is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from regimen_review.regimen import Status

_WILL = (
    r"(?:(?:(?:please|pls|kindly|also|then|now|and|we|i|gp|patient|pt|she|he|they|temporarily|immediately|recommend(?:ed|s)?|suggest(?:ed|s)?"
    r"|advised?|plan(?:s|ned)?(?=\s+to)|need(?:s|ed)?(?=\s+to)|ok(?=\s+to)|will|should|to|was|were|has been|been|may|can|could|consider(?:ed|ing)?)\b\s+)*)"
)
_STOP = (
    r"stop(?:s|ped|ping)?|discontinu(?:e[ds]?|ing)|d\s?/\s?c(?:['’]?e?d)?|dc(?:['’]?e?d)?|ceas(?:e[ds]?|ing)|withdr(?:aw|ew|awn)"
    r"|(?:came|come|coming|weaned?|taken|now) off|off(?=\s+[a-z])|tried and failed|failed"
    r"|no longer (?:on|tak(?:es?|ing)|us(?:es?|ing)|needs?|prescribed)"
)
_HOLD = r"hold(?:ing)?|held|withh(?:old(?:ing)?|eld)|paus(?:ed?|ing)|suspend(?:ed|ing)?"
_START = r"start(?:s|ed|ing)?|beg[ia]n|begun|beginning|commenc(?:e[ds]?|ing)|initiat(?:e[ds]?|ing)|introduc(?:e[ds]?|ing)|add(?:s|ed|ing)?|prescrib(?:e[ds]?|ing)"
_KEEP = r"continu(?:e[ds]?|ing)(?! to (?:do|be|have|feel)\b)|resum(?:e[ds]?|ing)|restart(?:s|ed|ing)?|keep|maintain|remains? on"
_CHANGE = (
    r"(?:up|down)?-?titrat(?:e[ds]?|ing)|taper(?:s|ed|ing)?|increas(?:e[ds]?|ing)|decreas(?:e[ds]?|ing)|reduc(?:e[ds]?|ing)|rais(?:e[ds]?|ing)|lower(?:s|ed|ing)?"
    r"|adjust(?:s|ed|ing)?|chang(?:e[ds]?|ing)|wean(?:ing)?|double|halve"
)
_SWITCH = r"switch(?:e[ds]|ing)?|replac(?:e[ds]?|ing)|swap(?:s|ped)?|convert(?:s|ed|ing)?|rotat(?:e[ds]?|ing)|substitut(?:e[ds]?|ing)"
_NEVER = (
    r"never (?:started|took|taken|filled|used|on)|refus(?:e[ds]?|ing)|declin(?:e[ds]?|ing)|(?:does(?: not|n['’]?t)|did(?: not|n['’]?t)|do not|don['’]?t) (?:take|start|use|fill|want)"
    r"|(?:is )?not (?:currently |yet )?(?:taking|taken|using|on|started(?: on)?)|avoid(?:s|ed|ing)?"
)
_KINDS = (
    ("never", _NEVER),
    ("stop", _STOP),
    ("hold", _HOLD),
    ("keep", _KEEP),
    ("start", _START),
    ("switch", _SWITCH),
    ("change", _CHANGE),
)
_VERB = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS)
_TAIL = r"(?:\s+(?:on|with|to (?:take|use)|tak(?:e|ing)|using|giving|treatment with|therapy with|the dose of|dose of|the|her|his|their|your)\b(?!\s*$))*"
_DIRECTIVE = re.compile(rf"\W*{_WILL}(?:{_VERB})(?![\w/'’-])[\])]?{_TAIL}(?:\s*[:→>]|\s+[-–—])?\s+(?=[^\W_])", re.IGNORECASE)
_LATER = re.compile(
    rf"(?:\s[-–—]\s+|:\s+|[,;.]\s*(?:(?:and|then|but|also)\s+)*|\s+(?:and|then|but|&|\+|/)\s+)(?={_WILL}(?:{_VERB})(?![\w/'’-]))",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"\b(?:consider|may|could|suggest)", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:will|plan\w*|consider\w*|may|could|suggest\w*|recommend\w*|to)\b", re.IGNORECASE)
_NEW_DOSE = re.compile(
    r"\s+(?:(?:dose\s+)?from\s+[^,;()]{1,40}?\s+)?(?:(?:back|up|down|dose)\s+)*(?:to|→|->)\s+(?=[\d½¼]|half\b|one\b|two\b|once\b|twice\b|every\b|q\d|bd\b|od\b|bid\b|tid\b|tds\b|daily\b)"
    r"|\s+\d[\d.,/]*\s?(?:mg|mcg|g|units?|ml)?(?:\s+(?:daily|od|bd|bid|tds|tid|qid|once daily|twice daily))?\s*(?:to|→|->)\s*(?=\d)",
    re.IGNORECASE,
)
_STEP = re.compile(r"\s+by\s+\d[\d.,]*\s?(?:%|mg|mcg|g|units?|ml)?(?=\W|$)", re.IGNORECASE)
_LAST = re.compile(
    r"(?:\s[-–—]+\s*|[:=(\[→>]\s*|->\s*|\s{2,}|\t\s*)(?P<verb>(?:please |now |to )?(?:stop|d/c|discontinue|cease|hold|suspend|withhold))"
    r"(?P<why>\s*[)\].!]*\s*$|\s*(?:\(|[-–—,:]\s|(?:due|because|as|given|until|pending|for now|if needed)\b).*$)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(rf"^\W*(?:{_VERB})\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directive:
    """An order at the start of a text: its words, what becomes of the medicine, where the medicine's name begins.

    ``status`` is None where the order changes a dose only. ``kind`` is one of never, stop, hold, keep, start, switch, change.
    """

    words: str
    kind: str
    status: Status | None
    end: int


def _status(kind: str, words: str) -> Status | None:
    """What becomes of it. What is only considered has not happened: a drug to be stopped perhaps is still taken."""
    maybe = bool(_MAYBE.search(words))
    if kind in {"stop", "hold"}:
        return "active" if maybe else "stopped" if kind == "stop" else "on-hold"
    if kind == "start":
        return "planned" if _NOT_YET.search(words) else "active"
    fixed: dict[str, Status] = {"never": "not-taken", "keep": "active"}
    return fixed.get(kind)


def read_directive(text: str) -> Directive | None:
    """The order that a text begins with, if it does."""
    m = _DIRECTIVE.match(text[:160])
    if m is None or m.lastgroup is None:
        return None
    words = m[0].strip()
    kind = next(k for k, _ in _KINDS if m[k])
    return Directive(words, kind, _status(kind, words), m.end())


def undirected(text: str) -> str:
    """The text behind the order that it begins with."""
    found = read_directive(text)
    return text[found.end :] if found else text


def later_orders(text: str) -> list[tuple[int, int]]:
    """Where further orders may begin within a sentence: the spans of the marks and words before them."""
    return [m.span() for m in _LATER.finditer(text) if m.start() > 0]


def with_new_dose(text: str) -> str:
    """``metoprolol from 25 mg to 50 mg BID`` as it is from now on: ``metoprolol 50 mg BID``. A step (``by 5 mg``) is no dose."""
    return _STEP.sub(" ", _NEW_DOSE.sub(" ", text, count=1))


def last_order(text: str) -> Status | None:
    """What an order at the end of an entry says (``gabapentin 300 TID - stop``); a day of its own is no order."""
    m = _LAST.search(text)
    if m is None:
        return None
    return "on-hold" if re.search(r"hold|suspend", m["verb"], re.IGNORECASE) else "stopped"


def without_last_order(text: str) -> str:
    """The entry without the order at its end."""
    m = _LAST.search(text)
    return text[: m.start()] if m else text


def only_order(text: str) -> bool:
    """Whether nothing but an order stands here: the last cell of a row."""
    return _BARE.match(text) is not None
