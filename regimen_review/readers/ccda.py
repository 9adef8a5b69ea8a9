"""C-CDA and other CDA documents: medications, problems, allergies, results; structured entries and narrative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import Allergy, Condition, MedicationList, Observation, Patient
from regimen_review.readers import ccda_patient
from regimen_review.readers.ccda_medication import Section, narrated_statements, statement_of
from regimen_review.readers.cda_values import drop_namespaces, narrative_of, plain_text, stamp
from regimen_review.readers.folding import fold_duplicates
from regimen_review.readers.known_names import KnownNames
from regimen_review.regimen import MedicationStatement

_MEDICATIONS = {
    "10160-0": "current", "10183-2": "current", "42346-7": "current", "75311-1": "current", "46057-6": "current", "8654-2": "current", "11549-5": "current",
    "29549-3": "given", "18610-6": "given", "18776-5": "planned", "61146-7": "planned",
}  # fmt: skip
_ALLERGIES, _PROBLEMS = {"48765-2", "10155-0"}, {"11450-4", "11348-0", "46240-8"}
_RESULTS = {"30954-2", "8716-3", "29762-2", "18725-2"}
_TITLES = (
    ("allerg", "allergies"),
    ("administered", "given"),
    ("medication", "current"),
    ("medicine", "current"),
    ("problem", "problems"),
    ("result", "results"),
    ("vital", "results"),
)
_SKIPPED = {"11369-6", "47519-4", "46264-8"}
"""Immunizations, procedures and equipment hold substances that are no medicines taken."""


def _sections(root: Element) -> Iterator[Element]:
    if root.tag == "section":
        yield root
        return
    yield from root.iter("section")


def _role(section: Element) -> str | None:
    code = section.find("code")
    number = code.get("code") if code is not None else None
    if number in _SKIPPED:
        return None
    if number in _MEDICATIONS:
        return _MEDICATIONS[number]
    for codes, role in ((_ALLERGIES, "allergies"), (_PROBLEMS, "problems"), (_RESULTS, "results")):
        if number in codes:
            return role
    title = plain_text(section.find("title")).lower()
    return next((role for word, role in _TITLES if word in title), None) if number is None else None


def _own_administrations(section: Element) -> Iterator[Element]:
    """Substance administrations that are entries; those inside another (instructions, parts) belong to it."""
    for entry in section.findall("entry"):
        yield from (
            *entry.findall("substanceAdministration"),
            *entry.findall("organizer/component/substanceAdministration"),
            *entry.findall("act/entryRelationship/substanceAdministration"),
        )
    if section.tag == "substanceAdministration":
        yield section


def _medications(section: Element, context: Section, path: str, known: KnownNames) -> tuple[list[MedicationStatement], list[str]]:
    entries = list(_own_administrations(section))
    told = {(a.find("statusCode").get("code") or "").lower() for a in entries if a.find("statusCode") is not None}  # type: ignore[union-attr]
    context = replace(context, codes_tell={"active", "completed"} <= told)
    found: list[MedicationStatement] = []
    left_out: list[str] = []
    for index, administration in enumerate(entries):
        place = f"{path}.entry[{index}]"
        try:
            statement = statement_of(administration, context, place, known)
        except (ValueError, TypeError, AttributeError, OverflowError):
            left_out.append(f"One medication entry ({place}) could not be read and was left out.")
            continue
        if statement is not None:
            found.append(statement)
    if not entries and context.role in {"current", "given"}:
        found = narrated_statements(context, path, known)
    return found, left_out


def _day(root: Element) -> date | None:
    return stamp(root.find("effectiveTime"))


def _bare_entries(root: Element, known: KnownNames) -> list[MedicationStatement]:
    """A fragment that holds a substance administration and no section."""
    context = Section(narrative_of(root), "current", None)
    inner = (
        [root]
        if root.tag == "substanceAdministration"
        else [a for a in root.iter("substanceAdministration") if a.find("consumable") is not None]
    )
    found = (statement_of(a, context, f"substanceAdministration[{i}]", known) for i, a in enumerate(inner))
    return [s for s in found if s is not None]


def read_cda(root: Element, name: str, vocabulary: Vocabulary | None, warnings: tuple[str, ...] = ()) -> MedicationList:
    """A CDA document, or a fragment of one, -> the list and the patient."""
    drop_namespaces(root)
    known, day = KnownNames(vocabulary), _day(root)
    statements: list[MedicationStatement] = []
    left_out = list(warnings)
    conditions: list[Condition] = []
    allergies: list[Allergy] = []
    observations: list[Observation] = []
    roles: set[str] = set()
    allergies_known = False
    for index, section in enumerate(_sections(root)):
        role, path = _role(section), f"section[{index}]"
        if role is None:
            continue
        roles.add(role)
        narrative = narrative_of(section)
        if role == "problems":
            conditions.extend(ccda_patient.problems(section, narrative, path))
        elif role == "allergies":
            found, said = ccda_patient.allergies(section, narrative, path)
            allergies.extend(found)
            allergies_known = allergies_known or said
        elif role == "results":
            observations.extend(ccda_patient.results(section, narrative, path))
        else:
            read, failed = _medications(section, Section(narrative, role, day), path, known)
            statements.extend(read)
            left_out.extend(failed)
    if not roles:
        statements = _bare_entries(root, known)
        if not statements and root.tag != "ClinicalDocument":
            raise UserError("The file is XML, but neither a FHIR resource nor a clinical document.", file=name)
    patient = _patient(
        root,
        conditions=tuple(conditions),
        listed="problems" in roles,
        allergies=tuple(allergies),
        said=allergies_known,
        observations=tuple(observations),
    )
    return MedicationList("ccda", fold_duplicates(statements), patient, as_of=day, left_out=tuple(left_out))


def _patient(
    root: Element,
    *,
    conditions: tuple[Condition, ...],
    listed: bool,
    allergies: tuple[Allergy, ...],
    said: bool,
    observations: tuple[Observation, ...],
) -> Patient:
    weight, height = ccda_patient.body_size(observations)
    return replace(
        ccda_patient.person(root),
        conditions=conditions,
        conditions_known=listed,
        allergies=allergies,
        allergies_known=said,
        observations=observations,
        weight_kg=weight,
        height_cm=height,
    )
