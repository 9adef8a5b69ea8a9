"""Whether an entry is taken: what words such as ``stopped``, ``held``, ``will start``, ``refused`` say about it."""

from __future__ import annotations

import re

from regimen_review.regimen import Status

_NOT_NEGATED = r"(?<!never )(?<!not )(?<!n't )(?<!without )(?<!nobody )(?<!nor )"
_STOPPED = re.compile(
    rf"{_NOT_NEGATED}\b(?:stopped|discontinued|ceased|d/c(?:['’]?e?d)?\b|dc['’]d|crossed off|crossed out|no longer (?:on|takes?|taking|taken|using)|is no longer\b"
    r"|off (?:since|for now)|was (?:changed|switched) to|(?:changed|switched) to\b|replaced by|withdrawn|deleted|stop date|last dose(?!\s+(?:today|this morning|given))"
    r"|used to take|formerly|previously (?:took|taken|on)|(?:he|she|they) (?:was|were) on\b|\bhad been on\b|inactive|expired|s/p|(?<=[-–—:] )none\b|gestoppt|abgesetzt|gestopt)",
    re.IGNORECASE,
)
_COMPLETED = re.compile(rf"{_NOT_NEGATED}\b(?:finished|completed(?! by)|course complete|ended)\b", re.IGNORECASE)
_HOLD = re.compile(
    rf"{_NOT_NEGATED}(?:\bon hold\b|\bheld\b(?! responsible)|\bhold(?:ing)?\b(?! on\b| (?:if|when|unless)\b| for (?:[<>≤≥]|(?:sbp|dbp|hr|bp|map|inr|rr|k|bg|bs|pulse|systolic|diastolic|heart|glucose|sedation|loose|blood|resp\w*)\b))|\bwithheld\b|\bsuspended\b|\bpaused\b|temporarily (?:off|stopped|discontinued))",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"\bcancell?ed\b|\bvoided\b|\bentered in error\b|\brevoked\b|\bdo not (?:take|give|start|use|perform)\b", re.IGNORECASE
)
_NOT_TAKEN = re.compile(
    r"\b(?:refus(?:ed|es|ing)|declin(?:ed|es)|never (?:started|took|taken|filled)|not (?:currently )?(?:taking|taken|using|started)|does(?:n't| not) take|isn't taking|dont take|don't take"
    r"|did not (?:take|start|fill)|will not (?:re)?start|not to (?:be )?(?:take|start|restart))\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:to be (?:started|initiated|commenced|given)|will (?:be )?(?:start(?:ed)?|begin|commence|add(?:ed)?|initiated?|given)|plan(?:ned)? to start|to start (?:on|tomorrow|today|after|next)"
    r"|start(?:ing)? (?:on|tomorrow|after|next)|pending start|planned|booked(?! in)|scheduled for|proposed|consider(?:ing)? start|is going to go on|desires to be on)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:gave|given (?:on|x|once|in|at|by|today|iv|im|as a)|administered|received|single (?:dose|injection)|stat dose|stat\b|one[- ]off)\b",
    re.IGNORECASE,
)
_NOT_CURRENT_HEADING = re.compile(
    r"\b(?:stop(?! date)|stopped|discontinued|crossed[- ]off|previous(?:ly)?|prior (?!to)|past(?!e)|former(?:ly)?|ceased|no longer|old\b|inactive|expired|finished|completed|ended|recently stopped|changed or stopped|earlier)",
    re.IGNORECASE,
)
_HEADINGS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"\b(?:not (?:now )?tak(?:en|ing)|(?:don'?t|dont|do not|does not) take|not taking|refused|declined|never (?:took|taken))", re.IGNORECASE), "stopped"),
    (re.compile(r"\b(?:on hold|held|withheld|hold|suspended|paused)\b", re.IGNORECASE), "on-hold"),
    (re.compile(r"\bcancell?ed\b", re.IGNORECASE), "cancelled"),
    (_NOT_CURRENT_HEADING, "stopped"),
    (re.compile(r"(?<!\w)(?:p\.?\s?r\.?\s?n\b\.?|as[- ](?:required|needed)|when required)", re.IGNORECASE), "prn"),
    (re.compile(r"\b(?:to (?:be )?start(?:ed)?|planned|proposed|new prescriptions? to)\b", re.IGNORECASE), "planned"),
    (re.compile(r"\b(?:given|administered|administration)\b", re.IGNORECASE), "given"),
)  # fmt: skip
_CHECKS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (_CANCELLED, "cancelled"),
    (_NOT_TAKEN, "not-taken"),
    (_HOLD, "on-hold"),
    (_STOPPED, "stopped"),
    (_COMPLETED, "completed"),
    (_PLANNED, "planned"),
)


def status_of_heading(heading: str) -> Status | None:
    """The status that a heading gives its entries (``Crossed off:`` stopped, ``AS REQUIRED`` prn); None for no say."""
    for pattern, status in _HEADINGS:
        if pattern.search(heading):
            return status
    return None


def status_written(text: str, *, prn: bool = False, heading: Status | None = None) -> Status:
    """The status of an entry from its own words; without any, from its heading; PRN and active otherwise."""
    for pattern, status in _CHECKS:
        if pattern.search(text):
            return status
    if heading in {"stopped", "on-hold", "cancelled", "planned", "not-taken", "completed"}:
        return heading
    if prn or heading == "prn":
        return "prn"
    return "given" if heading == "given" or _GIVEN.search(text) else "active"
