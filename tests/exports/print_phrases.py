"""Every phrase that the print says in words of its own, collected from the source and from the closed lists it shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from exports.decided import Word
from exports.pdf import TITLES, conference, figure, full, listing, pages, parts, patient_page, plain_words, ward, week
from exports.pdf.house import EDITABLE, LEAD
from regimen_review import wording
from regimen_review.checks.dose import ADULTS_ONLY
from regimen_review.checks.drug_allergy import UNREAD
from regimen_review.knowledge import Action, EvidenceGrade, RuleStatus
from regimen_review.regimen import Status
from regimen_review.rules.firing import _CHECKS

HERE = Path(__file__).resolve().parents[2]
_SAYING = {"say", "told", "counted"}


def _strings(node: ast.AST) -> Iterator[str]:
    """The literals that an argument may be: itself, or either branch of a choice, or a value of a dictionary asked in place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
    elif isinstance(node, ast.BoolOp | ast.Dict):
        for value in node.values:
            yield from _strings(value)
    elif isinstance(node, ast.Subscript):
        yield from _strings(node.value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield from _strings(node.func.value)
        for argument in node.args[1:]:
            yield from _strings(argument)


def said_in_source() -> set[str]:
    """Literals given to ``say``, ``told`` and ``counted``."""
    found: set[str] = set()
    for path in (*sorted((HERE / "exports" / "pdf").glob("*.py")), HERE / "regimen_review" / "wording.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYING:
                for argument in node.args:
                    found |= set(_strings(argument))
    return found - {"", "—"}


def closed_lists() -> set[str]:
    """What is said from tables: heads, severities, grades, statuses, routes, units, weekdays, problems in plain words."""
    tables = (
        week.NOTES, week.ASSUMED, patient_page.SPACING.values(), (ward.LISTED,), listing.UNSETTLED.values(), conference.HEADS, conference.LOOK_WORDS, (conference.NO_FINDING, conference.LISTED_LAST), listing.HEADS, parts.LOOK_HEADS, parts.TEST_HEADS,
        parts.OPTION_HEADS, week.TABLE_HEADS, (pages.DISCLAIMER,), TITLES.values(), [t for _, t in full.TIERS], full.HOLDS.values(), full.SOURCE_LABELS,
        [w for w, _ in parts.SignOff.FIELDS], [x for pair in patient_page.LETTER for x in pair], patient_page.ROUTES.keys(), patient_page.ROUTES.values(),
        plain_words.PROBLEMS.values(), plain_words.KINDS.values(), (plain_words.OTHERWISE,), wording.SIGNAL.values(), ["Intended"], wording.WEEKDAYS,
        [w for _, w in figure.SHOWN], get_args(EvidenceGrade), get_args(RuleStatus), get_args(Word), [s.replace("-", " ") for s in get_args(Status) if s != "prn"],
        [a.capitalize() for a in get_args(Action) if a != "none"], ("inferred", "outside source", "today", "this week", "on request", "next visit"),
        ("days", "weeks", "immediate", "hours", "months", "unknown"), _CHECKS.values(),
        ("twice daily", "three times daily", "four times daily", "hours", "days", "weeks", "months", "minutes", "years", "units", "drops"),
        [f"every {unit}" for unit in ("hour", "day", "week", "month", "minute", "year")],
    )  # fmt: skip
    return {phrase for table in tables for phrase in table if phrase}


MEASURES = frozenset(
    [
        "creatinine",
        "potassium",
        "sodium",
        "magnesium",
        "calcium",
        "platelets",
        "hemoglobin",
        "weight",
        "height",
        "alcohol",
        "tobacco",
        "neutrophils",
        "glucose",
        "albumin",
        "bilirubin",
        "cortisol",
    ]
) | {"systolic pressure", "heart rate"}
"""Names of values, as they stand among what is missing; others are printed as the base names them."""
MISSING = frozenset(
    {
        "no condition list on record",
        "allergies not asked",
        "age not recorded",
        "sex not recorded",
        "pregnancy not asked",
        "breastfeeding not asked",
        "dose not written",
        "frequency not written",
        "start not written",
        "duration not written",
        "indication not written",
        "name not recognised",
        UNREAD,
        ADULTS_ONLY,
        "multi-drug",
    }
)
"""Reasons for which something was not checked, in whole."""
TIMES = frozenset(
    {
        "on getting up",
        "bedtime",
        "morning",
        "afternoon",
        "evening",
        "night",
        *(f"{where} {meal}" for where in ("with", "before") for meal in ("breakfast", "lunch", "supper", "snack")),
    }
)
"""How people call the times of a day."""
TRAY = frozenset({"burden only", "checked, nothing found", "not checked: name not settled", "on its own", "intended", "note"})
"""Why a medication has no edge in the graph."""


def editable() -> set[str]:
    """What a house may word."""
    return {phrase for _, phrases in EDITABLE.values() for phrase, _ in phrases.values()} - {LEAD}


def every_phrase() -> set[str]:
    """All of them."""
    return said_in_source() | closed_lists() | editable() | MEASURES | MISSING | TIMES | TRAY
