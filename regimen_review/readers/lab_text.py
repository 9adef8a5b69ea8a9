"""Measured values in notes: ``potassium 5.6 mmol/L (2026-10-28)``, ``hemoglobin, 8.8 g/dL``, columns of results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from regimen_review.patient import Observation
from regimen_review.readers.dates import DATE, read_date
from regimen_review.readers.numbers import read_number
from regimen_review.readers.sections import Line
from regimen_review.regimen import Place

_UNIT = (
    r"(?:%|m?s(?:ec)?\b|°\s?[CF]\b|bpm\b|/\s?min(?:ute)?\b|mm\s?\[?Hg\]?|kg/m2|kg/m²|(?:x\s?10\^?\d{1,2}|10\*\d+|10\^\d+)\s?/\s?[uµμmL]+|copies/m[lL]"
    r"|m[lL]\s?/\s?min(?:\s?/\s?1[.,]73\s?m(?:2|²|\^2)|/\{1\.73_m2\})?|(?:[munpkµμd]|mc)?(?:g|mol|IU|U|Eq|mol|cells?|units?)\s?/\s?(?:mmol|mol|[dmuµμ]?[lLgh]|hr?|d|min|24\s?h|cells?)\b|m?IU/m?L|U/L|IU/L|mEq/L|cells/\S+|mg/g|fL\b|pg\b|L\b|U\b|IU\b)"
)
_NAME = r"(?:[A-Za-z][A-Za-z0-9/+-]*(?:\.[A-Za-z0-9]+)?(?:[ -](?!of\b|was\b|is\b)[A-Za-z0-9][A-Za-z0-9/+-]*){0,4}?)"
_LAB = re.compile(
    rf"(?<![\w/])(?P<name>{_NAME})\s*(?:,|:|=|\bof\b|\bwas\b|\bis\b|\bat\b)?\s*(?P<sign>[<>≤≥~])?\s*(?P<value>\d{{1,6}}(?:[.,]\d{{1,3}}(?!\d))?|\d{{1,3}}(?:,\d{{3}})+)\s*(?P<unit>{_UNIT})",
)
_BARE = re.compile(
    r"(?<![\w/])(?P<name>INR|pH|CD4|eGFR|QTc|TSH|HbA1c|GCS|MELD|Child-Pugh score|anion gap|HR|heart rate|LVEF|EF)\s*(?:,|:|=|of|was|is)?\s*(?P<sign>[<>])?\s*(?P<value>\d{1,4}(?:\.\d{1,2})?)(?![\w.]*\d)(?P<unit>)(?!\s*/\s*\d)",
    re.IGNORECASE,
)
_TITER = re.compile(r"(?<![\w/])(?P<name>[A-Za-z][A-Za-z0-9 /-]{2,40}?)\s*,\s*(?P<value>1:\d{1,5}(?:\s+\w+)?)")
_REFERENCE = re.compile(
    r"\(?\s*(?:reference (?:range|value|interval)|ref\.?|normal(?: range)?|nl)?[,:]?\s*(?:(?P<low>\d[\d.]*)\s*%?\s*(?:-|–|to)\s*(?P<high>\d[\d.]*)|<\s*(?P<below>\d[\d.]*))[^)]{0,40}\)",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"^\s*(?:\((?:[^()]{{0,20}}?)?|on\s+|,?\s{{2,}}|\t)?({DATE})", re.IGNORECASE)
_BP = re.compile(r"\b(?:BP|blood pressure)\s*(?:of|was|is|:|=)?\s*(\d{2,3})\s*/\s*(\d{2,3})(?!\d)", re.IGNORECASE)
_DRUG_DOSE = re.compile(r"(?:^|[^/\w])\d[\d.,]*\s*(?:mg|mcg|g|ml|units?|tablets?|caps?)\b(?!\s*/)", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:the|her|his|their|and|with|latest|last|recent|serum|a|an|current|today|results?|labs?|bloods?|obs|values?|following|including|include|showed|noted|for|T|O|on)\s+(?=\S)",
    re.IGNORECASE,
)
_NOT_LAB = re.compile(
    r"^(?:reference (?:range|value|interval)|ref|normal(?: range)?|weight|wt|height|ht|from|for|to|per|multiply by|by|range|value|age|aged|dose|max|up|about|over|x|on|at|in|every|of|and|or|with|times|born|last|since|EF)$",
    re.IGNORECASE,
)


def _float(text: str) -> float | None:
    return read_number(text)


def _unit_code(written: str) -> str | None:
    unit = written.strip().replace("μ", "u").replace("µ", "u").replace("mcg", "ug").replace("²", "2")
    if not unit:
        return None
    unit = re.sub(r"\s+", "", unit)
    unit = re.sub(r"/min/1[.,]73m(?:\^?2)", "/min/{1.73_m2}", unit, flags=re.IGNORECASE)
    unit = re.sub(r"^x?10\^?(\d{1,2})/", r"10*\1/", unit)
    fixed = {
        "mmHg": "mm[Hg]",
        "msec": "ms",
        "bpm": "/min",
        "mL/min/{1.73_m2}": "mL/min/{1.73_m2}",
        "U": "[U]",
        "cells/uL": "{cells}/uL",
        "copies/mL": "{copies}/mL",
    }
    unit = fixed.get(unit, unit)
    return re.sub(r"^(m|u|k)?IU/", r"\1[IU]/", unit)


def _reference(after: str) -> tuple[float | None, float | None]:
    m = _REFERENCE.search(after[:120])
    if not m or (m.start() > 60):
        return None, None
    if m["below"]:
        return None, _float(m["below"])
    return _float(m["low"]), _float(m["high"])


def _name(written: str) -> str | None:
    name = written.strip(" ,:-")
    previous = None
    while previous != name:
        previous = name
        name = _LEADING.sub("", name)
    return name if name and not _NOT_LAB.match(name) and not name.isdigit() else None


def _readings(text: str, number: int, start: int, fallback: date | None, *, month_first: bool) -> Iterator[Observation]:
    taken: list[tuple[int, int]] = []
    for pattern in (_LAB, _BARE):
        for m in pattern.finditer(text):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            name = _name(m["name"])
            if name is None:
                continue
            after = text[m.end() : m.end() + 160]
            when = _WHEN.match(after)
            next_result = re.split(r";", after)[0]
            low, high = _reference(next_result)
            taken.append((m.start(), m.end()))
            yield Observation(
                text=name,
                value=_float(m["value"]),
                unit=_unit_code(m["unit"]),
                text_value=f"{m['sign']}{m['value']}" if m["sign"] else None,
                when=read_date(when[1], month_first=month_first) if when else fallback,
                low=low,
                high=high,
                place=Place(line=number, span=(start + m.start(), start + m.end())),
            )


def _pressures(text: str, number: int, start: int, fallback: date | None) -> Iterator[Observation]:
    for m in _BP.finditer(text):
        place = Place(line=number, span=(start + m.start(), start + m.end()))
        yield Observation("systolic blood pressure", float(m[1]), "mm[Hg]", when=fallback, place=place)
        yield Observation("diastolic blood pressure", float(m[2]), "mm[Hg]", when=fallback, place=place)


def _titers(text: str, number: int, start: int, fallback: date | None) -> Iterator[Observation]:
    for m in _TITER.finditer(text):
        name = _name(m["name"])
        if name:
            yield Observation(
                name, text_value=m["value"], when=fallback, place=Place(line=number, span=(start + m.start(), start + m.end()))
            )


def read_results(lines: Iterable[Line], fallback: date | None, *, month_first: bool = False) -> tuple[Observation, ...]:
    """Every measured value in the lines, with unit, date and reference range where these stand beside it.

    ``fallback`` is the date of the note, given to values without their own; ``month_first`` reads ``11/06/26`` as in the
    United States. Results in words become ``text_value``.
    """
    found: list[Observation] = []
    for line in lines:
        found.extend(_readings(line.text, line.number, line.start, fallback, month_first=month_first))
        for reader in (_pressures, _titers):
            found.extend(reader(line.text, line.number, line.start, fallback))
    return tuple(found)
