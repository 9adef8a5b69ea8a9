"""Units as written, and their UCUM codes; pieces (tablets, puffs, drops) are annotated units such as ``{tablet}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_AMOUNT: Mapping[str, str] = {
    r"milligrams?|mgs?|mgm|mg\.": "mg",
    r"micrograms?|mcgs?|mikrog|microg|µg|μg|ug|mcg\.": "ug",
    r"nanograms?|ng": "ng",
    r"grams?|grammes?|gms?|gm\.|g": "g",
    r"international\s+units?|i\.?u\.?|units?|unts?|ie|ui|u": "[IU]",
    r"million\s+(?:international\s+)?units?|mu": "10*6.[IU]",
    r"milliequivalents?|meqs?|meq\.": "meq",
    r"millimoles?|mmol": "mmol",
    r"millilit(?:er|re)s?|mls?|ccs?|cc\.": "mL",
    r"lit(?:er|re)s?|l": "L",
    r"%": "%",
    r"teaspoons?(?:ful)?|tsp": "{teaspoon}",
    r"tablespoons?(?:ful)?|tbsp": "{tablespoon}",
}
_PIECE: Mapping[str, str] = {
    r"tablets?|tabs?|tbl|tbs|comprim[eé]s?|comprimidos?|tabletten?|pills?|caplets?|tabletter?": "{tablet}",
    r"capsules?|caps?|kapseln?|gelcaps?|softgels?": "{capsule}",
    r"puffs?|inhalations?|actuations?|actuats?|squirts?": "{puff}",
    r"sprays?": "{spray}",
    r"drops?|gtts?|gtt\.|tropfen|dråber?": "{drop}",
    r"patch(?:es)?": "{patch}",
    r"sachets?|packets?|packs?|powders?": "{sachet}",
    r"suppositor(?:y|ies)|supp": "{suppository}",
    r"lozenges?|troches?": "{lozenge}",
    r"applications?|applicatorfuls?": "{application}",
    r"ampoules?|amps?|ampuls?": "{ampoule}",
    r"vials?": "{vial}",
    r"nebules?|nebs?": "{nebule}",
    r"injections?": "{injection}",
    r"scoops?|capfuls?": "{scoop}",
    r"rings?": "{ring}",
    r"pens?|syringes?": "{syringe}",
}
AMOUNT_WORDS = "(?:" + "|".join(_AMOUNT) + ")"
PIECE_WORDS = "(?:" + "|".join(_PIECE) + ")"
_AMOUNT_CODES = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _AMOUNT.items())
_PIECE_CODES = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _PIECE.items())
_TIME = {"hour": "h", "hours": "h", "hr": "h", "hrs": "h", "h": "h", "day": "d", "d": "d", "24h": "24.h", "wk": "wk", "week": "wk"}
TIME_CODES: Mapping[str, str] = {
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "hourly": "h",
    "d": "d", "day": "d", "days": "d", "daily": "d",
    "wk": "wk", "wks": "wk", "week": "wk", "weeks": "wk", "weekly": "wk",
    "mo": "mo", "month": "mo", "months": "mo", "monthly": "mo", "mth": "mo", "mths": "mo",
    "yr": "a", "year": "a", "years": "a", "yearly": "a", "annually": "a",
    "min": "min", "mins": "min", "minute": "min", "minutes": "min",
}  # fmt: skip


def amount_unit(written: str) -> str | None:
    """UCUM code of a unit of mass, activity, volume or concentration; None where it is no such unit."""
    word = " ".join(written.split())
    for pattern, code in _AMOUNT_CODES:
        if pattern.fullmatch(word):
            return code
    return None


def piece_unit(written: str) -> str | None:
    """Annotated unit of a piece (``{tablet}``); None where the word names no piece."""
    for pattern, code in _PIECE_CODES:
        if pattern.fullmatch(written.strip()):
            return code
    return None


@lru_cache(maxsize=4_000)
def dose_unit(written: str) -> str | None:
    """UCUM code of whatever a dose may be counted in, ``written`` being words or already UCUM."""
    word = written.strip().strip(".")
    if re.fullmatch(r"\{[^{}]{1,30}\}", word):
        return piece_unit(word[1:-1]) or word
    if word.lower() in {"[iu]", "[usp'u]", "iu"}:
        return "[IU]"
    if "/" in word:
        above, _, below = word.partition("/")
        top = dose_unit(above)
        return f"{top}/{_per(below)}" if top else None
    return amount_unit(word) or piece_unit(word) or _countable(word)


def _countable(word: str) -> str | None:
    """Pieces by their ending in other languages (``tyggetablet``, ``Filmtabletten``), doses and ``each``."""
    lower = word.lower()
    if lower in {"ea", "each", "unit dose", "stk", "st", "stück", "pc", "pcs", "piece", "pieces", "1", "item"}:
        return "{piece}"
    if lower in {"dose", "doses", "dosis", "doser", "actuation"}:
        return "{dose}"
    for stem, code in (
        ("tablet", "{tablet}"),
        ("kapsel", "{capsule}"),
        ("capsul", "{capsule}"),
        ("comprim", "{tablet}"),
        ("injektion", "{injection}"),
        ("dråbe", "{drop}"),
        ("tropf", "{drop}"),
    ):
        if stem in lower:
            return code
    return None


def _per(below: str) -> str:
    word = below.strip().lower()
    return _TIME.get(word) or amount_unit(word) or piece_unit(word) or word
