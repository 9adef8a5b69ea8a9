"""Every text of the window that is translated: literals in calls, and the tables of words."""

from __future__ import annotations

import ast
from pathlib import Path

import ui.desktop
from regimen_review.plans.alternatives import LEVELS, WIDER
from ui import decisions
from ui.desktop import (
    about,
    advice_panel,
    columns_page,
    comparison_rows,
    day_form,
    decision_bar,
    kinds,
    medication_form,
    offer_row,
    option_panel,
    printing,
    trial_bar,
    visit_rows,
    words,
)
from ui.desktop.views import catalogue, matrix, timetable

_CALLS = {"tr": (0,), "counted": (1, 2), "Command": (1,), "_edit": (0,), "_with_statements": (0,), "change": (0,)}
_TRAY = (
    "not checked: name not settled",
    "not a medicine",
    "note",
    "intended",
    "burden only",
    "on its own",
    "checked, nothing found",
)
_OTHER = (
    "looked at and left out, each with its reason",
    "never the same as nothing found",
    "Quiet",
    "Not checked",
    "name not settled",
    "Act {n}",
    "Review {n}",
    "Notes {n}",
    "immediate",
    "hours",
    "days",
    "weeks",
    "months",
)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _literals() -> set[str]:
    found: set[str] = set()
    folder = Path(next(iter(ui.desktop.__path__)))
    for path in [*folder.rglob("*.py"), folder.parent / "session.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            for place in _CALLS.get(_called(node), ()):
                if len(node.args) > place:
                    found |= {n.value for n in ast.walk(node.args[place]) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


_MEALS = ("breakfast", "lunch", "supper", "snack")
_AT = ("up", "bed", "bedtime", "on getting up", "morning", "afternoon", "evening", "night")


def _plans() -> set[str]:
    """Texts of the plan views that stand in tables."""
    found = {*_MEALS, *_AT, *(f"{when} {meal}" for when in ("with", "before") for meal in _MEALS)}
    found |= {words for table in (day_form._TIMES, option_panel._NUMBERS) for _, words in table} | {words for words, _ in day_form._OFTEN}
    found |= {*visit_rows.EVENTS.values(), *visit_rows.TITLES.values(), *(words for _, words, _ in trial_bar._NAMED)}
    found |= {head for heads in advice_panel.HEADS.values() for head in heads} | {*timetable.TAKING_HEADS, *timetable.RULE_HEADS}
    return found | {says for _, says in (*LEVELS, WIDER)}


def all_texts() -> set[str]:
    """Every English text."""
    tables = (words.SIGNAL, words.TIER, words.TIER_MEANS, words.ACTION, words.GRADE, words.BASIS, words.STATUS, decisions.DONE)
    found = {value for table in tables for value in table.values()}
    found |= {says for _, says in columns_page.MEANINGS}
    found |= {about.BASE_LANGUAGE, "{n} of {all} medications checked", "not checked", "name not recognised", "name not settled"}
    found |= set(kinds.WORDS.values()) | {*offer_row._WORDS.values(), *offer_row._PROMPTS.values()}
    found |= {value for table in (medication_form._HOW, medication_form._WHY_OPEN) for value in table.values()}
    found |= {f"{words_of} and go on" for words_of, _ in decision_bar._WORDS.values()}
    found |= {value for value, _ in decision_bar._WORDS.values()} | {value for _, value in matrix._ORDERS}
    found |= set(comparison_rows.TITLES.values()) | {view.title for view in catalogue.VIEWS}
    reasons = (*decisions._PLAIN_ACTIONS, *decisions._REFUSALS, *decisions._POSTPONEMENTS)
    found |= {reason.says for reason in reasons} | {says for _, says in decisions._ACTIONS}
    found |= {words_of for _, words_of in (*printing.KINDS, *printing.FORMATS)}
    found |= set(words._EACH.values()) | set(words._WEEKDAYS) | set(_TRAY) | set(_OTHER) | _plans()
    return {text for text in found | _literals() if any(c.isalpha() for c in text)}
