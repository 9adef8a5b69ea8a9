"""CDA's elements and datatypes, read tolerantly: namespaces dropped, narrative looked up by reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from xml.etree.ElementTree import Element

from regimen_review.readers.dates import read_date
from regimen_review.readers.fhir_values import system_of
from regimen_review.readers.units import dose_unit
from regimen_review.regimen import Coding, Quantity

_EMPTY = re.compile(r"^\W*(?:unknown|null|none recorded|n/?a|not available|\?+)?\W*$", re.IGNORECASE)


def drop_namespaces(root: Element) -> Element:
    """The tree with local names only; comments keep their callable tags."""
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rsplit("}", 1)[1]
    return root


def kind_of_value(element: Element | None) -> str:
    """The ``xsi:type`` of a value without its prefix."""
    if element is None:
        return ""
    written = next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1].rsplit(":", 1)[-1] == "type"), "")
    return written.rsplit(":", 1)[-1]


def plain_text(element: Element | None) -> str:
    """All text below an element, on one line."""
    if element is None:
        return ""
    return " ".join(" ".join(element.itertext()).split())


@lru_cache(maxsize=4_000)
def meaningful(text: str | None) -> str | None:
    """The text, unless it says nothing (``Unknown``, ``????``)."""
    cleaned = " ".join((text or "").split())
    return None if not cleaned or _EMPTY.match(cleaned) else cleaned


def codings(code: Element | None) -> tuple[Coding, ...]:
    """The code of an element and its translations."""
    if code is None:
        return ()
    found = []
    for element in (code, *code.findall("translation")):
        value = element.get("code")
        if value:
            found.append(
                Coding(system_of(element.get("codeSystem") or element.get("codeSystemName")), value, meaningful(element.get("displayName")))
            )
    return tuple(dict.fromkeys(found))


def stamp(element: Element | None) -> date | None:
    """The day of a time stamp."""
    return read_date((element.get("value") or "")[:8]) if element is not None else None


def interval(element: Element | None) -> tuple[date | None, date | None]:
    """(low, high) of an effective time; a plain value is both its low and nothing more."""
    if element is None:
        return None, None
    low = stamp(element.find("low"))
    return low or stamp(element), stamp(element.find("high"))


def physical(element: Element | None) -> Quantity | None:
    """A PQ value with its unit as UCUM; ``unit="1"`` and no unit are pieces."""
    if element is None:
        return None
    low, high = element.find("low"), element.find("high")
    if element.get("value") is None and low is not None:
        first, last = physical(low), physical(high)
        return Quantity(first.value, first.unit, last.value) if first and last else first
    try:
        value = float(element.get("value") or "")
    except ValueError:
        return None
    translated = element.find("translation")
    original = meaningful(plain_text(translated.find("originalText"))) if translated is not None else None
    written = (element.get("unit") or "").strip()
    unit = dose_unit(written.replace("(s)", "")) if written not in {"", "1"} else None
    if unit is None and original:
        unit = dose_unit(original.replace("(s)", ""))
    return Quantity(value, unit or (written if written not in {"", "1"} else "{piece}"))


@lru_cache(maxsize=1_000)
def _heads(pattern: str, heading: str) -> bool:
    """Whether a heading fits: every row of a table asks the same."""
    return bool(re.search(pattern, heading, re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a narrative table by its column headings, with the caption it stands under."""

    cells: dict[str, str]
    caption: str = ""

    def cell(self, pattern: str) -> str | None:
        """The first cell whose heading fits the pattern; None for an empty one."""
        return next((v for k, v in self.cells.items() if v and _heads(pattern, k)), None)


@dataclass(frozen=True)
class Narrative:
    """The human-readable block of a section: what each ID stands for, and the row around it."""

    by_id: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    all_rows: tuple[Row, ...] = ()
    items: tuple[str, ...] = ()
    text: str = ""

    def said(self, reference: Element | None) -> str | None:
        """What a ``<reference value="#id">`` below the element points at, or the element's own text."""
        if reference is None:
            return None
        link = reference if reference.tag == "reference" else reference.find("reference")
        identifier = (link.get("value") or "").removeprefix("#") if link is not None else ""
        return meaningful(self.by_id.get(identifier)) or meaningful(plain_text(reference))

    def row(self, *elements: Element | None) -> Row | None:
        """The narrative row that one of the elements refers to."""
        for element in elements:
            link = element.find("reference") if element is not None else None
            identifier = (link.get("value") or "").removeprefix("#") if link is not None else ""
            if identifier in self.rows:
                return self.rows[identifier]
        return None


def _ids(element: Element) -> Iterator[tuple[str, Element]]:
    for inner in element.iter():
        identifier = inner.get("ID") or inner.get("id")
        if identifier:
            yield identifier, inner


def _tables(text: Element) -> Iterator[tuple[Element, str]]:
    """Each table with the caption or the line of text that stands before it."""
    before = ""
    for element in text.iter():
        if element.tag == "table":
            yield element, plain_text(element.find("caption")) or before
            before = ""
        elif element.tag in {"paragraph", "caption", "title"}:
            before = plain_text(element)


def _rows(table: Element, caption: str) -> Iterator[tuple[Row, Element]]:
    headings = [plain_text(th) for th in table.findall("thead/tr/th")] or [plain_text(th) for th in table.findall("thead/tr/td")]
    for tr in (*table.findall("tbody/tr"), *table.findall("tr")):
        cells = [c for c in tr if c.tag in {"td", "th"}]
        if not headings and cells and all(c.tag == "th" for c in cells):
            headings = [plain_text(c) for c in cells]
            continue
        names = headings if len(headings) >= len(cells) else [*headings, *(f"column {i}" for i in range(len(headings) + 1, len(cells) + 1))]
        if cells:
            yield Row({n or f"column {i}": plain_text(c) for i, (n, c) in enumerate(zip(names, cells, strict=False), 1)}, caption), tr


def narrative_of(section: Element) -> Narrative:
    """The narrative block of a section."""
    text = section.find("text")
    if text is None:
        return Narrative()
    rows: dict[str, Row] = {}
    everything: list[Row] = []
    for table, caption in _tables(text):
        for row, tr in _rows(table, caption):
            everything.append(row)
            rows.update((identifier, row) for identifier, _ in _ids(tr))
    by_id = {identifier: plain_text(element) for identifier, element in _ids(text)}
    items = tuple(t for t in (plain_text(e) for e in text.iter() if e.tag in {"item", "paragraph"}) if t)
    return Narrative(by_id, rows, tuple(everything), items, plain_text(text))
