"""FHIR in any version, JSON or XML: bundles, lists, single resources, searches, truncated files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from regimen_review.errors import UserError
from regimen_review.json_text import read_json, whole_characters
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.dates import read_date
from regimen_review.readers.fhir_medication import (
    ADMINISTRATIONS,
    DISPENSES,
    ORDERS,
    STATEMENTS,
    product_of,
    statement_of,
)
from regimen_review.readers.fhir_patient import patient_of
from regimen_review.readers.fhir_values import Json, choice, code_words, flag, many, objects, one, string
from regimen_review.readers.folding import fold_duplicates
from regimen_review.readers.known_names import KnownNames
from regimen_review.readers.product import Product, says_no_medication
from regimen_review.regimen import MedicationStatement

_DEEPEST = 12
_MOST = 200_000
_MOST_SAID = 20
"""Entries that are named one by one where they cannot be read."""
_RESOURCE_START = re.compile(r'"resource"\s*:\s*(?=\{)')
Located = tuple[str, Json]


def looks_like_fhir_json(text: str) -> bool:
    """Whether a JSON text speaks FHIR."""
    return '"resourceType"' in text[:200_000]


def _salvaged(text: str) -> Json:
    """The whole entries of a bundle that is cut off or broken somewhere."""
    decoder = json.JSONDecoder()
    entries: list[Json] = []
    position = 0
    for m in _RESOURCE_START.finditer(text):
        if m.end() < position:
            continue
        try:
            resource, position = decoder.raw_decode(text, m.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(resource, dict):
            entries.append({"resource": resource})
    return {"resourceType": "Bundle", "entry": entries}


def _parsed(text: str, name: str) -> tuple[Any, tuple[str, ...]]:
    try:
        return read_json(text), ()
    except RecursionError:
        raise UserError("The file is nested too deeply to be a list of medicines.", file=name) from None
    except ValueError as error:
        saved = whole_characters(_salvaged(text))
        if not saved["entry"]:
            place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else None
            raise UserError("The file is damaged: its JSON breaks off or holds an error.", file=name, place=place) from None
        lines = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return saved, (f"The file is damaged{lines}; {len(saved['entry'])} whole entries were read and the rest was left out.",)


def _walk(resource: Json, path: str, base: str, broken: list[str], depth: int = 0) -> Iterator[tuple[str, str, Json]]:
    """(path, full URL, resource) of a resource and everything it carries in entries; the paths of entries that hold no
    resource, or hold it too deep, are added to ``broken``.
    """
    kind = resource.get("resourceType")
    yield path, base, resource
    if kind in ("Bundle", "Parameters"):
        for key in ("entry", "parameter"):
            for index, entry in enumerate(many(resource.get(key))):
                inner = _carried(entry)
                if inner is None or depth >= _DEEPEST:
                    broken.append(f"{path}.{key}[{index}]")
                elif inner:
                    yield from _walk(inner, f"{path}.{key}[{index}]", string(entry.get("fullUrl")) or "", broken, depth + 1)
    for index, inner in enumerate(objects(resource.get("contained"))):
        if isinstance(inner.get("resourceType"), str) and inner["resourceType"] not in {"Bundle", "Parameters"}:
            yield f"{path}.contained[{index}]", f"#{string(inner.get('id')) or ''}", inner


def _carried(entry: object) -> Json | None:
    """The resource in an entry; empty where the entry needs none (a link, a deletion), None where it holds something else."""
    if not isinstance(entry, dict):
        return None
    inner = entry.get("resource")
    if inner is None:
        return {}
    return inner if isinstance(inner, dict) and isinstance(inner.get("resourceType"), str) else None


class _Index:
    """Resources by every way in which a reference may name them."""

    def __init__(self, found: Iterable[tuple[str, str, Json]]) -> None:
        self._found = found

    @cached_property
    def _by(self) -> dict[str, Json]:
        by: dict[str, Json] = {}
        for _, url, resource in self._found:
            identifier = string(resource.get("id"))
            names = [url] if url and not url.startswith("#") else []
            if identifier and not url.startswith("#"):
                names += [f"{resource.get('resourceType')}/{identifier}", identifier, f"urn:uuid:{identifier}"]
            for name in names:
                by.setdefault(name, resource)
        return by

    def resolve(self, reference: Json, holder: Json) -> Json | None:
        """The resource that a reference names: contained, by URN, by relative or absolute address."""
        written = string(reference.get("reference"))
        if not written:
            return None
        if written.startswith("#"):
            wanted = written.removeprefix("#")
            contained = [r for r in objects(holder.get("contained")) if (string(r.get("id")) or "").removeprefix("#") == wanted]
            return contained[0] if contained else None
        bare = written.split("/_history/")[0]
        tail = "/".join(bare.split("/")[-2:])
        return self._by.get(bare) or self._by.get(tail)


def _flagged(entry: Json) -> str:
    """The status that an entry of a List gives its item: deleted or flagged as ended, else active."""
    words = " ".join(code_words(entry.get("flag")))
    if flag(entry.get("deleted")) or re.search(r"cancel|ceas|stop|delet|discontinu", words):
        return "cancelled" if "cancel" in words else "stopped"
    return "active"


def _listed(found: list[tuple[str, str, Json]], index: _Index) -> tuple[list[MedicationStatement], int]:
    """Statements that stand only as words in a List, and how many of its entries lead nowhere."""
    named: list[MedicationStatement] = []
    dangling = 0
    for path, _, resource in found:
        if resource.get("resourceType") != "List":
            continue
        for entry in objects(resource.get("entry")):
            item = one(entry.get("item"))
            if not item or index.resolve(item, resource) is not None:
                continue
            display = string(item.get("display"))
            if display and re.match(r"Medication", string(item.get("reference")) or "Medication"):
                named.append(
                    statement_of({"resourceType": "MedicationStatement", "status": _flagged(entry)}, Product(display), path, KnownNames())
                )
            else:
                dangling += 1
    return named, dangling


def _chosen(found: list[tuple[str, str, Json]]) -> list[Located]:
    """Statements, orders and administrations; dispensings count only where there is nothing else."""
    kinds = {*STATEMENTS, *ORDERS, *ADMINISTRATIONS}
    chosen = [(p, r) for p, _, r in found if r.get("resourceType") in kinds]
    return chosen or [(p, r) for p, _, r in found if r.get("resourceType") in DISPENSES]


def _bare_medications(found: list[tuple[str, str, Json]]) -> list[Located]:
    """Medication resources alone: a file that holds products and says nothing of who takes them."""
    return [
        (
            p,
            {
                "resourceType": "MedicationStatement",
                "status": "unknown",
                "medicationReference": {"reference": "#self"},
                "contained": [{**r, "id": "self"}],
            },
        )
        for p, _, r in found
        if r.get("resourceType") == "Medication"
    ]


def _nameless(resource: Json, path: str) -> str:
    """The sentence about an entry without a medicine: what it refers to and what it says of taking it."""
    _, medication = choice(resource, "medication")
    reference = string(one(medication).get("reference")) or string(one(one(medication).get("reference")).get("reference"))
    directions = next(
        (t for t in (string(d.get("text")) for d in (*objects(resource.get("dosage")), *objects(resource.get("dosageInstruction")))) if t),
        None,
    )
    where = f"it refers to {reference}, which is not in the file" if reference else f"neither a name nor a code stands in it ({path})"
    return f"One entry names no medicine: {where}{f' (“{directions}”)' if directions else ''}."


def _statements(located: list[Located], index: _Index, known: KnownNames) -> tuple[list[MedicationStatement], list[str]]:
    statements: list[MedicationStatement] = []
    left_out: list[str] = []
    for path, resource in located:
        try:
            product = product_of(resource, index.resolve)
            if product is None or not (product.name or product.codes):
                left_out.append(_nameless(resource, path))
            elif not says_no_medication(product):
                statements.append(statement_of(resource, product, path, known))
        except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
            left_out.append(f"One entry ({path}) could not be read and was left out.")
    return statements, left_out


def _as_of(found: list[tuple[str, str, Json]]) -> date | None:
    for kind, key in (("Composition", "date"), ("Bundle", "timestamp"), ("List", "date")):
        for _, _, resource in found:
            if resource.get("resourceType") == kind:
                day = read_date(string(resource.get(key)))
                if day is not None:
                    return day
    return None


def read_resource(root: Json, name: str, vocabulary: Vocabulary | None, warnings: tuple[str, ...] = ()) -> MedicationList:
    """A resource with all that it carries -> the list and the patient."""
    broken: list[str] = []
    found = list(_walk(root, str(root.get("resourceType")), "", broken))
    if len(found) > _MOST:
        raise UserError(f"The bundle holds more than {_MOST} resources.", file=name)
    index = _Index(found)
    located = _chosen(found)
    named, dangling = _listed(found, index)
    if not located and not named:
        located = _bare_medications(found)
    statements, left_out = _statements(located, index, KnownNames(vocabulary))
    left_out += [f"One entry ({place}) could not be read and was left out." for place in broken[:_MOST_SAID]]
    if len(broken) > _MOST_SAID:
        left_out.append(f"{len(broken) - _MOST_SAID} more entries could not be read and were left out.")
    if dangling:
        left_out.append(f"The list refers to {dangling} entries that are not in the file.")
    people = [r for _, _, r in found if r.get("resourceType") == "Patient"]
    if len(people) > 1:
        left_out.append(f"The file holds {len(people)} patients; age, sex and name are those of the first.")
    return MedicationList(
        format="fhir",
        statements=fold_duplicates([*statements, *named]),
        patient=patient_of(people[0] if people else {}, ((p, r) for p, _, r in found)),
        as_of=_as_of(found),
        left_out=(*warnings, *left_out),
    )


def read_fhir_json(text: str, name: str, vocabulary: Vocabulary | None = None) -> MedicationList:
    """FHIR in JSON; also an array of resources, one resource a line (NDJSON), and a bundle that breaks off."""
    lines = text.strip().splitlines()
    if len(lines) > 1 and all(line.startswith("{") and line.rstrip().endswith("}") for line in lines[:3]):
        parsed: Any = [r for r in (_line(line) for line in lines) if r is not None]
        warnings: tuple[str, ...] = ()
    else:
        parsed, warnings = _parsed(text, name)
    if isinstance(parsed, list):
        parsed = {"resourceType": "Bundle", "entry": [r if isinstance(r, dict) and "resource" in r else {"resource": r} for r in parsed]}
    if not isinstance(parsed, dict):
        raise UserError("The file holds JSON, but no FHIR resource.", file=name)
    root = parsed if isinstance(parsed.get("resourceType"), str) else one(parsed.get("resource")) or {**parsed, "resourceType": "Bundle"}
    return read_resource(root, name, vocabulary, warnings)


def _line(line: str) -> Json | None:
    try:
        parsed = read_json(line)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None
