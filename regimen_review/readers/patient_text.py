"""Who a note is about: age, sex, birth date, weight, problems, habits, as far as the note says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from regimen_review.patient import Condition, Patient, Pregnancy, Sex
from regimen_review.readers.allergy_text import all_allergies
from regimen_review.readers.dates import DATE, read_date
from regimen_review.readers.sections import Line, Section
from regimen_review.regimen import Place

_AGE = re.compile(
    r"(?<![\w/.])(?P<age>\d{1,3})(?:\s*-?\s*(?:year|yr)s?\s*-?\s*(?:old)?|\s*-?(?:Jahre|jährige?r?|años|ans|anni|jaar|år)\b"
    r"|\s*y\.?\s?/?\s?o\.?(?![a-eg-ln-z])|\s*y(?=[\s,)MF])|\s?/?\s?(?=(?-i:[MF])\b(?!\.?D)))[\s,-]*(?P<sex>female|male|woman|man|lady|gentleman|boy|girl|[MF]\b)?"
    r"|\bag(?:e|ed)\s*:?\s*(?P<aged>\d{1,3})\b(?!\s*(?:mg|months))"
    r"|^\W*(?P<first>(?-i:[MF]))\s?[/, ]\s?(?P<after>\d{2,3})\b(?!\s*(?:mg|mcg|kg|lb|/))",
    re.IGNORECASE | re.MULTILINE,
)
_SEX_WORD = re.compile(
    r"\b(?:sex|gender|geschlecht|sexe|sexo)\s*:?\s*(female|male|weiblich|männlich|[FM])\b"
    r"|(?<![\w'’-])(female|male|woman|man|lady|gentleman|girl|boy|weiblich|männlich|frau|herrn?|mujer|hombre|femme|homme|varón)(?=[,\s.;:)]|$)|([♀♂])",
    re.IGNORECASE,
)
_FEMALE = frozenset({"female", "woman", "lady", "girl", "f", "weiblich", "frau", "mujer", "femme", "♀"})
_SEX_LETTER = re.compile(r",\s*([MF])\s*,|\b\d{1,3}\s?([MF])\b|\(([MF])\)")
_PRONOUN = re.compile(r"\b(she|her|he|his|him)\b", re.IGNORECASE)
_MR = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s+[A-Z]")
_BORN = re.compile(rf"\b(?:DOB|D\.O\.B\.?|born|date of birth|birth ?date|geb\.?)\s*(?:on)?\s*:?\s*({DATE})", re.IGNORECASE)
_BORN_BARE = re.compile(rf"(?:\b\d{{1,3}}\s?(?:y|yo|yrs?|years?)\b|[MF],)\s*[,(]*\s*\(?({DATE})\)?", re.IGNORECASE)
_BORN_NAME = re.compile(r"\b[A-Z][a-z]+\s+[A-Z][a-z]+\s+(\d{1,2}[./]\d{1,2}[./]\d{2,4})\b")
_WEIGHT = re.compile(
    r"(?:(?:\bweight|\bwt|\bweighs|\bweighing)\s*(?:is|of|:|=)?\s*)?(?<![\w./])(\d{1,3}(?:[.,]\d{1,2})?)\s?(kgs?|kilograms?|lbs?|pounds)\b(?!\s*/)",
    re.IGNORECASE,
)
_HEIGHT = re.compile(
    r"(?:\bheight|\bht|\btall)\s*(?:is|of|:|=)?\s*(\d{2,3}(?:\.\d)?)\s?cm\b|(?<![\w.])(1\d{2})\s?cm\b(?=[,;. ]*(?:tall|BMI|\d{2,3}\s?kg|$))|(?:\bheight|\bht)\s*:?\s*([12]\.\d{2})\s?m\b",
    re.IGNORECASE,
)
_NEGATED_CONDITION = re.compile(
    r"^\W*(?:no\b|none|nil|denies|r/o\b|rule[ds]? out|query\b|fam(?:ily)?\b|fhx?\b|mother\b|father\b|negative|not |unremarkable|as above|see |refer|unknown|non-?contributory|noncontributory)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?:^|\s{2,})\(?(?:[a-z]|\d{1,2})[.)]\s+")
_SLASH_LIST = re.compile(r"[A-Za-z][\w-]{2,}(?:/[A-Za-z][\w-]{2,})*/[A-Za-z][\w-]+(?=\s|\(|$)|[A-Z][A-Z\d]+(?:/[A-Z][A-Z\d]+)+(?=\s|\(|$)")
_PREGNANT = re.compile(
    r"(?<!not )(?<!non-)\b(?:is |currently )?pregnant\b(?! ?\?)|\b\d{1,2} weeks'? (?:gestation|pregnant)|\bgravid\b|\bgestation(?:al age)?\b",
    re.IGNORECASE,
)
_NOT_PREGNANT = re.compile(
    r"\bnot pregnant\b|\bpregnancy test (?:is |was )?negative|\bneg(?:ative)? (?:pregnancy|hcg)|\bhysterectomy\b|\bpost-?menopausal\b",
    re.IGNORECASE,
)
_BREAST = re.compile(r"(?<!not )\b(?:breast-?feeding|lactating|nursing (?:her|a|an) (?:baby|infant))\b", re.IGNORECASE)
_SMOKER = re.compile(
    r"\b(?:current(?:ly)? smok|smok(?:es|ing)\b|smoker\b|tobacco (?:use|abuse)|cigarettes|packs? (?:a|per) day|\d+\s?/\s?day until)",
    re.IGNORECASE,
)
_NONSMOKER = re.compile(
    r"\bnon-?smok|never smok|does not smoke|no (?:history of )?(?:tobacco|smok)|denies (?:any )?(?:tobacco|smok)|doesn't smoke",
    re.IGNORECASE,
)
_EXSMOKER = re.compile(r"\b(?:ex-?smok|former(?:ly)? smok|quit smoking|stopped smoking|previous(?:ly)? smok)", re.IGNORECASE)
_JUST_STOPPED = re.compile(
    r"smok[^.\n]{0,60}(?:until admission|now 0|stopped (?:on admission|last week|yesterday|this month)|since admission)", re.IGNORECASE
)
_HEAVY = re.compile(
    r"\b(?:alcohol (?:dependen|abuse|use disorder|misuse)|alcoholi[cs]|heavy (?:drink|alcohol)|drinks? (?:[4-9]|[1-9]\d)[-–to \d]* (?:units|drinks|beers)[^.\n]{0,20}(?:day|night|daily)|drinks heavily)",
    re.IGNORECASE,
)
_NO_ALCOHOL = re.compile(
    r"\b(?:no alcohol|denies (?:any )?alcohol|does not drink|teetotal|non-?drinker|no (?:history of )?(?:ethanol|etoh)|abstinent)",
    re.IGNORECASE,
)


def _sex(text: str, age: re.Match[str] | None) -> Sex | None:
    word = (age["sex"] or age["first"] or "") if age else ""
    if not word:
        found = _SEX_WORD.search(text[:600])
        word = next((g for g in found.groups() if g), "") if found else ""
    if not word:
        letter = _SEX_LETTER.search(text[:400])
        word = next((g for g in letter.groups() if g), "") if letter else ""
    if not word:
        title = _MR.search(text[:400])
        word = "male" if title and title[0].startswith("Mr") and not title[0].startswith("Mrs") else ("female" if title else "")
    if word:
        return "female" if word.lower() in _FEMALE else "male"
    pronouns = [p.lower() in {"she", "her"} for p in _PRONOUN.findall(text)]
    if len(pronouns) >= 2 and (all(pronouns) or not any(pronouns)):
        return "female" if pronouns[0] else "male"
    return None


def _years(text: str) -> tuple[float | None, re.Match[str] | None]:
    for m in _AGE.finditer(text):
        years = float(m["age"] or m["aged"] or m["after"])
        if (
            years <= 120
            and not re.match(r"\s*(?:history|ago|smok|pack|duration)", text[m.end() :])
            and not re.search(
                r"(?:for|over|past|last|mother|father|brother|sister|son|daughter|husband|wife)\s*(?:the\s*)?(?:past\s*|last\s*)?$",
                text[: m.start()],
                re.IGNORECASE,
            )
        ):
            return years, m
    return None, None


def _weight(text: str) -> float | None:
    m = _WEIGHT.search(text)
    if not m:
        return None
    value = float(m[1].replace(",", "."))
    kilos = value * 0.45359237 if m[2].lower().startswith(("l", "p")) else value
    return round(kilos, 1) if 1 <= kilos <= 400 else None


def _height(text: str) -> float | None:
    m = _HEIGHT.search(text)
    if not m:
        return None
    return round(float(m[3]) * 100, 1) if m[3] else float(m[1] or m[2])


def _birth(text: str) -> date | None:
    for pattern in (_BORN, _BORN_BARE, _BORN_NAME):
        m = pattern.search(text[:1500])
        if m:
            born = read_date(m[1])
            if born is not None:
                return born
    return None


def read_conditions(lines: Iterable[Line]) -> tuple[Condition, ...]:
    """Problems of a problem list, one each; a question mark or a denial makes it none."""
    text_of: list[tuple[str, int]] = []
    for line in lines:
        wrapped = text_of and len(text_of[-1][0]) > 70 and not re.match(r"\s*(?:[-*•]|\d+[.)])", line.text)
        if (
            text_of
            and line.text.strip()
            and (wrapped or line.text.startswith((" ", "\t")))
            and not _NEGATED_CONDITION.match(line.text)
            and not _LETTERED.match(line.text.strip())
            and not re.match(r"\s*[-*•\d]", line.text)
        ):
            text_of[-1] = (f"{text_of[-1][0]} {line.text.strip()}", text_of[-1][1])
        elif line.text.strip():
            text_of.append((line.text.strip(), line.number))
    found: list[Condition] = []
    for text, number in text_of:
        for part in _condition_parts(text):
            clean = re.sub(r"^\s*(?:[-*•]+|\(?(?:\d{1,2}|[a-z])[.)])\s*", "", part).strip(" .,;:")
            if (
                2 <= len(clean) <= 160
                and re.search(r"[A-Za-z]{2}", clean)
                and not _NEGATED_CONDITION.match(clean)
                and not clean.startswith("?")
            ):
                found.append(
                    Condition(
                        clean, active=not re.search(r"\bresolved\b", clean, re.IGNORECASE), onset=_onset(clean), place=Place(line=number)
                    )
                )
    return tuple(found)


def _condition_parts(text: str) -> list[str]:
    parts = [p for p in _LETTERED.split(text) if p.strip()]
    sentences = (s for part in parts for s in re.split(r";(?![^()]*\))|\.\s+(?=[A-Z])|\s->\s", part))
    return [p for sentence in sentences for piece in _not_denied(re.split(r",(?![^()]*\))", sentence)) for p in _slashed(piece)]


def _slashed(piece: str) -> list[str]:
    """``HTN/DM2/CKD3`` is three problems; ``s/p``, ``h/o`` and ``N/V`` are words."""
    m = _SLASH_LIST.match(piece.strip())
    return [*m[0].split("/")[:-1], m[0].split("/")[-1] + piece.strip()[m.end() :]] if m else [piece]


def _not_denied(pieces: list[str]) -> list[str]:
    """The items of one sentence, without what a denial before them covers too: all that follows ``denies``, and what
    follows ``no`` up to an ``or``.
    """
    for at, piece in enumerate(pieces):
        if re.match(r"\W*(?:he |she |patient )?(?:denies|denied|denying)\b", piece, re.IGNORECASE):
            return pieces[:at]
        last = max((n for n, p in enumerate(pieces[at:], at) if re.search(r"\b(?:or|nor)\b", p, re.IGNORECASE)), default=-1)
        if last > at and re.match(r"\W*(?:no|not|without|nil)\b", piece, re.IGNORECASE):
            return pieces[:at] + _not_denied(pieces[last + 1 :])
    return pieces


def _onset(text: str) -> date | None:
    m = re.search(r"\((\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\)|\bsince\s+(\d{4}|[A-Z][a-z]+ \d{4})\b", text)
    return read_date(m[1] or m[2]) if m else None


def _pregnancy(text: str) -> Pregnancy | None:
    if _NOT_PREGNANT.search(text):
        return "not-pregnant"
    return "pregnant" if _PREGNANT.search(text) else None


def _tobacco(text: str) -> Literal["current", "former", "never", "stopped-recently"] | None:
    checks: tuple[tuple[re.Pattern[str], Literal["current", "former", "never", "stopped-recently"]], ...] = (
        (_JUST_STOPPED, "stopped-recently"),
        (_NONSMOKER, "never"),
        (_EXSMOKER, "former"),
        (_SMOKER, "current"),
    )
    return next((value for pattern, value in checks if pattern.search(text)), None)


def read_person(text: str, sections: Iterable[Section]) -> Patient:
    """The patient as the note tells; every field not told stays None. Observations are read elsewhere."""
    parts = tuple(sections)
    years, age = _years(text)
    sex = _sex(text, age)
    allergies, allergies_known = all_allergies(parts)
    listed = [s for s in parts if s.kind == "conditions"]
    conditions = tuple(c for s in listed for c in read_conditions(s.lines))
    pregnancy = _pregnancy(text) if sex != "male" else None
    return Patient(
        sex=sex,
        birth_date=_birth(text),
        age_years=years,
        weight_kg=_weight(text),
        height_cm=_height(text),
        conditions=conditions,
        conditions_known=bool(listed),
        allergies=allergies,
        allergies_known=allergies_known,
        pregnancy=pregnancy,
        breastfeeding=True if sex != "male" and _BREAST.search(text) else None,
        tobacco=_tobacco(text),
        alcohol="heavy" if _HEAVY.search(text) else ("none" if _NO_ALCOHOL.search(text) else None),
    )
