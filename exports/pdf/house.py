"""What a house decides about its prints beside the facts: how some fixed phrases are worded.

A TOML file with the sections of :data:`EDITABLE`, each phrase by its name. Only these can be changed: titles, labels and
fields. What protects a patient (that something was not checked, that no finding is not the same as safe, that a rule is a
draft, what the print is not) has no name here and stays as it is; a house may put words of its own before the disclaimer.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from exports.pdf.words import Language, Words, catalogue
from regimen_review.errors import UserError

MOST_BYTES = 64_000
LEAD = "disclaimer lead-in"
"""The phrase that stands before the disclaimer; empty unless a house writes one."""
EDITABLE: Mapping[str, tuple[str, Mapping[str, tuple[str, int]]]] = {
    "title": (
        "Titles of the documents",
        {
            "conference": ("Case-conference review", 48),
            "full": ("Full review", 48),
            "patient": ("Your medicines", 48),
            "ward": ("Ward card", 48),
        },
    ),
    "question": ("The framed question on page 1", {"label": ("Question.", 40)}),
    "disclaimer": ("Words before the disclaimer at the foot of every page, which itself stays", {"lead": (LEAD, 60)}),
    "decision": (
        "The boxes to tick, and the lines beside them",
        {word: (word, 14) for word in ("accept", "modify", "reject", "defer")} | {"who": ("who", 8), "by": ("by", 8)},
    ),
    "sections": (
        "Names of sections",
        {
            "list": ("Reconciled list", 40),
            "burdens": ("Burdens, with their parts", 40),
            "monitoring": ("Monitoring, {count}", 40),
            "graph": ("What interacts with what", 40),
            "options": ("Options compared", 40),
            "timetable": ("Timetable", 40),
            "sources": ("Sources", 40),
        },
    ),
    "sign": ("The line at the end", {word: (word.capitalize(), 16) for word in ("name", "role", "date", "signed")}),
    "patient": (
        "The patient's page",
        {
            "about": ("About your medicines", 48),
            "ask": ("Ask us any time:", 60),
            "telephone": ("Telephone:", 40),
            "to_do": ("Your to-do list", 48),
            "medicines": ("Your medicine list", 48),
        },
    ),
}
"""Section, its comment, and by name: the phrase and how many characters may replace it."""
_PLACES = re.compile(r"\{\w*\}")


def house_words(path: Path | None, language: Language = "en") -> Words:
    """The words of a print in a language, with those of a house's file where there is one. Raises UserError with the
    file and the place for a file that cannot be read, a name that is none, and a text that does not fit.
    """
    if path is None:
        return Words(language)
    content = _content(path)
    try:
        body = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        raise UserError(
            f"The wording is no TOML text ({fault}). 'regimen-review wording' prints one to start from.", file=str(path)
        ) from fault
    mark = hashlib.sha256(content).hexdigest()[:8]
    return Words(language, dict(_phrases(body, path)), mark)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise UserError(f"The wording could not be read ({fault.strerror or fault}). Choose another file.", file=str(path)) from fault
    if len(content) > MOST_BYTES:
        raise UserError(f"The wording is larger than {MOST_BYTES // 1000} kB. Keep only the phrases that differ.", file=str(path))
    return content


def _phrases(body: Mapping[str, object], path: Path) -> Iterator[tuple[str, str]]:
    for section, entries in body.items():
        known = EDITABLE.get(section)
        if known is None or not isinstance(entries, dict):
            raise UserError(f"'{section}' is no section of the wording. There are: {', '.join(EDITABLE)}.", file=str(path))
        for name, text in entries.items():
            place = f"{section}.{name}"
            if name not in known[1]:
                raise UserError(
                    f"'{place}' is no phrase that can be worded here; statements that protect the patient stay as they are. In [{section}] there are: {', '.join(known[1])}.",
                    file=str(path),
                )
            yield _fitting(*known[1][name], text, place, path)


def _fitting(phrase: str, most: int, text: object, place: str, path: Path) -> tuple[str, str]:
    if not isinstance(text, str) or not (text.strip() or phrase == LEAD):
        raise UserError(f"'{place}' must be a text. Leave the line out to keep the usual one.", file=str(path))
    words = text.strip()
    if len(words) > most or not words.isprintable():
        raise UserError(f"'{place}' must be one line of at most {most} characters.", file=str(path))
    if sorted(_PLACES.findall(phrase)) != sorted(_PLACES.findall(words)) or set(_PLACES.sub("", words)) & set("{}"):
        places = ", ".join(_PLACES.findall(phrase)) or "none"
        raise UserError(f"'{place}' must keep its places in braces: {places}.", file=str(path))
    return phrase, words


def template(language: Language = "en") -> str:
    """A file to start from, with every phrase as it is without it."""
    lines = [
        "# The print's own phrases that a house may word in its own way. Keep the lines that differ, leave out the rest.",
        "# Places in braces stay. Findings, what was not checked and the disclaimer are not worded here.",
    ]
    for section, (comment, phrases) in EDITABLE.items():
        lines += ["", f"# {comment}", f"[{section}]"]
        for name, (phrase, most) in phrases.items():
            usual = "" if phrase == LEAD else catalogue(language).get(phrase, phrase)
            lines.append(f'{name} = "{usual}"  # at most {most} characters')
    return "\n".join(lines) + "\n"
