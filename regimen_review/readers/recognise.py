"""Which format a list is in, by its content, and the reader for it."""

from __future__ import annotations

import re

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.decoding import clean, decode
from regimen_review.readers.ccda import read_cda
from regimen_review.readers.fhir import looks_like_fhir_json, read_fhir_json, read_resource
from regimen_review.readers.fhir_xml import local, resource_of
from regimen_review.readers.text import read_note
from regimen_review.readers.xml_text import parse_xml

_XML = re.compile(r"\s*(?:<\?xml|<!--|<!DOCTYPE|<[A-Za-z][\w.:-]*[\s>/])")


def read_content(content: bytes, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """Read bytes by what they are."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UserError("The file is empty.", file=name)
    return read_written(decode(content, name), name, vocabulary)


def read_written(raw: str, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """Read text by what it is."""
    text = clean(raw)
    start = text.lstrip()[:1]
    if not start:
        raise UserError("There is no text in it.", file=name)
    if start in "{[" and looks_like_fhir_json(text):
        return read_fhir_json(text, name, vocabulary)
    if start == "<" and _XML.match(text):
        return _read_xml(text, name, vocabulary)
    return read_note(text, vocabulary)


def _read_xml(text: str, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """FHIR's elements begin with a capital letter and stand in its namespace; everything else is tried as CDA."""
    root, warnings = parse_xml(text, name)
    if "hl7.org/fhir" in str(root.tag) or (local(root.tag)[:1].isupper() and local(root.tag) != "ClinicalDocument"):
        return read_resource(resource_of(root), name, vocabulary, warnings)
    return read_cda(root, name, vocabulary, warnings)
