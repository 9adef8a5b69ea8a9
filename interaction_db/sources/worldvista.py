"""WorldVistA's XML tables: the French thesaurus in English, with classes and their members."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from interaction_db.sources.ansm import FAMILY
from interaction_db.sources.content import Files, NameReader, Rating, Ratings, SourceContent, shortened, text_of
from regimen_review.errors import UserError
from regimen_review.knowledge import Severity
from regimen_review.readers.xml_text import parse_xml
from regimen_review.regimen import SubstanceId

_GRADES: tuple[tuple[re.Pattern[str], Severity], ...] = (
    (re.compile(r"c[o0]ntra-?\s?i?nd", re.IGNORECASE), "contraindicated"),
    (re.compile(r"\bno[rt] recomm", re.IGNORECASE), "major"),
    (re.compile(r"precaution", re.IGNORECASE), "moderate"),
    (re.compile(r"\bta[kl]e into account", re.IGNORECASE), "minor"),
)
"""The severity is free text with slips of the pen; the gravest word in it counts."""
_UNCLOSED = re.compile(r"<DRUG\b([^>]*[^/>])>(?=\s*(?:<DRUG\b|</CLASS>|</DRUG[12]>))")
"""The published files hold drugs that are opened and never closed."""
_ATC = re.compile(r"<ATC\b[^\n<>]*>")
"""ATC codes are not used: drugs have their names and RxCUIs; some of the published codes are no well-formed XML."""


def _named(name: str | None) -> str:
    return " ".join((name or "").casefold().split()).removeprefix("other ")


def _drugs(element: Element, names: NameReader) -> set[SubstanceId]:
    found = (names(d.get("name") or "", d.get("rxnorm") or d.get("rxcui") or "") for d in element.iter("DRUG"))
    return {s for s in found if s}


def read_worldvista(files: Files, names: NameReader) -> SourceContent:
    """Interactions expanded over their classes. Damaged XML is refused: half a table would look like a whole one."""
    by_code: dict[str, set[SubstanceId]] = {}
    by_name: dict[str, set[SubstanceId]] = {}
    rows: list[Element] = []
    unclosed = 0
    for path in files:
        text, loose = _UNCLOSED.subn(r"<DRUG\1/>", _ATC.sub("", text_of(path)))
        unclosed += loose
        root, damage = parse_xml(text, path.name)
        if damage:
            raise UserError(damage[0].partition(";")[0] + "; it was not imported.", file=path.name)
        if root.tag not in {"CLASSES", "INTERACTIONS"}:
            raise UserError("This is no WorldVistA table: its outermost element is neither CLASSES nor INTERACTIONS.", file=path.name)
        rows.extend(root.iter("INTERACTION"))
        for group in root.findall("CLASS"):
            members = _drugs(group, names)
            by_name.setdefault(_named(group.get("name")), set()).update(members)
            by_code.setdefault((group.get("code") or "").strip(), set()).update(members)
    if not rows:
        raise UserError("There is no interaction in these files: give the tables beside the classes.", file=files[0].name)

    def side(element: Element | None) -> set[SubstanceId]:
        if element is None:
            return set()
        classes: Iterable[set[SubstanceId]] = (
            by_name.get(_named(c.get("name"))) or by_code.get((c.get("code") or "").strip(), set()) for c in element.iter("CLASS")
        )
        return _drugs(element, names).union(*classes)

    ratings, unknown = Ratings(), 0
    for row in rows:
        left, right = side(row.find("DRUG1")), side(row.find("DRUG2"))
        unknown += not (left and right)
        rating = _rating(row)
        for a in left:
            for b in right:
                ratings.add(a, b, rating)
    said = (
        (unknown, "rows name a class or substance that the classes and the base do not know."),
        (unclosed, "drugs are written without their end; each was read as one drug."),
    )
    notes = tuple(f"{count} {words}" for count, words in said if count)
    return SourceContent(
        "worldvista", "WorldVistA (after ANSM)", FAMILY, ratings.found, rows=len(rows), unmatched=tuple(names.unmatched), notes=notes
    )


def _rating(row: Element) -> Rating:
    severity = " ".join((row.findtext("SEVERITY") or "").split()).strip(" :.")
    grade = next((g for pattern, g in _GRADES if pattern.search(severity)), None)
    text = "; ".join(filter(None, (row.findtext("DESCRIPTION"), row.findtext("COMMENT"))))
    return Rating(shortened(severity)[:80] or "no level given", grade, shortened(text))
