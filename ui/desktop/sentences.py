"""Sentences that the program composes of parts (plans, what is not checked, what changed), in the language in use.

They are composed in English, for every door of the program alike; here each is taken apart by the pattern it was made by.
Medical texts of the base match no pattern and stay in the base's language, as names do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from ui.desktop.languages import language_in_use

_NUMBERS: Mapping[str, Mapping[str, str]] = {
    "de": {"no": "keine", "one": "eine", "two": "zwei", "three": "drei", "four": "vier", "five": "fünf", "six": "sechs", "seven": "sieben", "eight": "acht", "nine": "neun"},
}  # fmt: skip
_JOINTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": ((", and ", ", und "), (" and ", " und "), (" or ", " oder "), ("other choices", "andere Möglichkeiten")),
}
_WEEKDAYS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "Monday": "Montag",
        "Tuesday": "Dienstag",
        "Wednesday": "Mittwoch",
        "Thursday": "Donnerstag",
        "Friday": "Freitag",
        "Saturday": "Samstag",
        "Sunday": "Sonntag",
    },
}
_DOSES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "three times": "dreimal",
        "four times": "viermal",
        "twice": "zweimal",
        " times": "-mal",
        "daily": "täglich",
        "weekly": "wöchentlich",
        "monthly": "monatlich",
        "as needed": "bei Bedarf",
        "every": "alle",
        "units": "Einheiten",
        "not written": "nicht angegeben",
    },
}
_DAY: Mapping[str, Mapping[str, str]] = {
    "de": {"getting up": "Aufstehen", "breakfast": "Frühstück", "lunch": "Mittagessen", "supper": "Abendessen", "bedtime": "Schlafengehen"},
}
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_ACTS = re.compile(r"(?:, | and )(?=(?:stop|swap|take|change the dose|give|add|watch) )")
_SHAPES: Mapping[str, str] = {
    "int": r"\d+",
    "num": r"\w+",
    "": r"[^;]+?",
    "dose": r"[^;]+?",
    "list": r"[^;]+?",
    "moved": r"[^;]+?",
    "days": r"[A-Z][a-z]+day(?:, [A-Z][a-z]+day)*",
}


def said(text: str) -> str:
    """The sentence in the language in use; a text that the program did not compose stays as it is."""
    return _said(text, language_in_use()) or text


def dose_said(text: str) -> str:
    """A dose with its rhythm in the language in use: ``12.5 mg weekly``; numbers stay as they are in every language."""
    language = language_in_use()
    return text if language == "en" else _dose(text, language)


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> str | None:
    if language == "en" or not text:
        return text
    for pattern, template, kinds in _patterns(language):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = {name: _part(value, kinds[name], language) for name, value in found.groupdict().items()}
        if None not in parts.values():
            return template.format(**parts)
    clauses = text.split("; ")
    if len(clauses) > 1:
        parts_said = [_said(clause, language) for clause in clauses]
        return "; ".join(p for p in parts_said if p) if None not in parts_said else None
    return None


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str, Mapping[str, str]], ...]:
    pairs = json.loads((files("ui.desktop") / "translations" / f"{language}-sentences.json").read_text(encoding="utf-8"))
    return tuple(_compiled(english, other) for english, other in pairs)


def _compiled(english: str, other: str) -> tuple[re.Pattern[str], str, Mapping[str, str]]:
    kinds = {name: kind or "" for name, kind in _SLOT.findall(english)}
    shape, end = "", 0
    for slot in _SLOT.finditer(english):
        shape += re.escape(english[end : slot.start()]) + f"(?P<{slot.group(1)}>{_SHAPES.get(slot.group(2) or '', '.+?')})"
        end = slot.end()
    return re.compile(shape + re.escape(english[end:]), re.DOTALL), _SLOT.sub(r"{\1}", other), kinds


def _part(value: str, kind: str, language: str) -> str | None:
    """One slot in the language; None where what stands in it is no part that such a sentence is made of."""
    ways: Mapping[str, Callable[[str, str], str | None]] = {
        "say": _said,
        "num": lambda v, _: _NUMBERS[language].get(v, v),
        "list": _listed,
        "acts": _acts,
        "rules": _rules,
        "clauses": _clauses,
        "days": _days,
        "weekdays": _on_days,
        "dose": _dose,
        "moved": _moved,
        "word": _word,
    }
    return ways[kind](value, language) if kind in ways else value


def _listed(value: str, language: str) -> str:
    """Names joined by commas and a word."""
    value = re.sub(r"\bany (\w+) of ", lambda m: _any_of(m.group(1), language), value)
    for english, other in _JOINTS[language]:
        value = value.replace(english, other)
    return value


def _moved(value: str, language: str) -> str:
    """Names, each with what changed in brackets behind it."""
    inner = re.sub(r"\(([^()]*, was [^()]*)\)", lambda m: f"({_said(m.group(1), language) or m.group(1)})", value)
    return _listed(inner, language)


def _any_of(number: str, language: str) -> str:
    return f"beliebige {_NUMBERS[language].get(number, number)} von "


def _each(parts: list[str], joint: str, language: str) -> str | None:
    found = [_said(part, language) for part in parts]
    return joint.join(p for p in found if p) if None not in found else None


def _acts(value: str, language: str) -> str | None:
    first = value[:1].lower() + value[1:]
    return _each(_ACTS.split(first), ", ", language)


def _clauses(value: str, language: str) -> str | None:
    return _each(value.split("; "), "; ", language)


def _rules(value: str, language: str) -> str | None:
    """Rules joined by commas and ``and``; a rule may itself hold a comma, so the shortest that is known is taken each time."""
    parts = re.split(r"(, | and )", value)
    found: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(at + 1, len(parts) + 1, 2):
            one = _said("".join(parts[at:end]), language)
            if one is not None:
                found.append(one)
                at = end + 1
                break
        else:
            return None
    return ", ".join(found)


def _dose(value: str, language: str) -> str:
    """``three times daily as needed``; numbers and units stay as they are in every language."""
    return re.sub("|".join(_DOSES[language]), lambda m: _DOSES[language][m.group(0)], value)


def _word(value: str, language: str) -> str:
    """A meal, getting up or going to bed, wherever it stands in the sentence."""
    return _DAY[language].get(value.casefold(), value)


def _days(value: str, language: str) -> str:
    return ", ".join(_WEEKDAYS[language].get(day, day) for day in value.split(", "))


def _on_days(value: str, language: str) -> str:
    """``Methotrexate on Tuesday and alendronate on Monday``."""
    for day, other in _WEEKDAYS[language].items():
        value = value.replace(f" on {day}", f" am {other}").replace(day, other)
    return _listed(value, language)
