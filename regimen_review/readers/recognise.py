"""Which format a list is in, by its content, and the reader for it."""

from __future__ import annotations

import re

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.decoding import clean, decode
from regimen_review.readers.fhir import looks_like_fhir_json, read_fhir_json, read_fhir_xml
from regimen_review.readers.text import read_note

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
        return read_fhir_xml(text, name, vocabulary)
    return read_note(text, vocabulary)
