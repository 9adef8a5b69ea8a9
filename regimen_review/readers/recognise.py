"""Which format a list is in, by its content, and the reader for it."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from regimen_review.errors import UserError
from regimen_review.knowledge import Vocabulary
from regimen_review.patient import MedicationList
from regimen_review.readers.ccda import read_cda
from regimen_review.readers.columns import Corrections
from regimen_review.readers.decoding import clean, decode
from regimen_review.readers.fhir import looks_like_fhir_json, read_fhir_json, read_resource
from regimen_review.readers.fhir_xml import local, resource_of
from regimen_review.readers.hl7_segments import looks_like_hl7
from regimen_review.readers.hl7v2 import read_hl7
from regimen_review.readers.table import Sheet, is_table, read_table, table_of_text
from regimen_review.readers.text import read_note
from regimen_review.readers.xml_text import parse_xml

_XML = re.compile(r"\s*(?:<\?xml|<!--|<!DOCTYPE|<[A-Za-z][\w.:-]*[\s>/])")
_HTML = re.compile(r"\s*<(?:!doctype html|(?:html|head|body|ul|ol|table|div|p|span|h\d|meta|br)[\s/>])", re.IGNORECASE)
_UNSEEN = {"script", "style", "head", "template"}
_BLOCKS = {"li", "p", "div", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article"}
_LONGEST_NOTE = 500_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_content(content: bytes, name: str, vocabulary: Vocabulary | None, corrected: Corrections | None = None) -> MedicationList:
    """Read bytes by what they are: the first bytes tell spreadsheets and PDF, the text tells the rest."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UserError("The file is empty.", file=name)
    if content.startswith((b"PK\x03\x04", _OLE)):
        # imported here: a spreadsheet is rare, and its library costs start-up time
        from regimen_review.readers.spreadsheet import read_spreadsheet

        return read_spreadsheet(content, name, vocabulary, corrected)
    if b"%PDF-" in content[:1024]:
        return _read_pdf(content, name, vocabulary, corrected)
    return read_written(decode(content, name), name, vocabulary, corrected)


def sheets_in_content(content: bytes, name: str, corrected: Corrections | None = None) -> tuple[Sheet, ...]:
    """The tables of a file whose columns a person may set, the likeliest first; none for every other format."""
    if content.startswith((b"PK\x03\x04", _OLE)):
        from regimen_review.readers.spreadsheet import sheets_in

        return sheets_in(content, name, corrected)
    if b"%PDF-" in content[:1024] or not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return ()
    return sheets_in_text(decode(content, name), name, corrected)


def sheets_in_text(raw: str, name: str, corrected: Corrections | None = None) -> tuple[Sheet, ...]:
    """As :func:`sheets_in_content`, for a text."""
    text = clean(raw)
    start = text.lstrip()[:1]
    if start == "<" and _HTML.match(text):
        return sheets_in_text(_plain(text), name, corrected)
    other = (start in "{[" and looks_like_fhir_json(text)) or (start == "<" and _XML.match(text)) or looks_like_hl7(text)
    if not start or other or not is_table(text):
        return ()
    return (Sheet(table_of_text(text, name, corrected), "csv", name),)


def _read_pdf(content: bytes, name: str, vocabulary: Vocabulary | None, corrected: Corrections | None = None) -> MedicationList:
    from regimen_review.readers.pdf import text_of_pdf

    text, left_out = text_of_pdf(content, name)
    found = read_written(text, name, vocabulary, corrected)
    return replace(found, format="pdf", left_out=(*found.left_out, *left_out))


def read_written(raw: str, name: str, vocabulary: Vocabulary | None, corrected: Corrections | None = None) -> MedicationList:
    """Read text by what it is."""
    text = clean(raw)
    start = text.lstrip()[:1]
    if not start:
        raise UserError("There is no text in it.", file=name)
    if start in "{[" and looks_like_fhir_json(text):
        return read_fhir_json(text, name, vocabulary)
    if start == "<" and _HTML.match(text):
        return read_written(_plain(text), name, vocabulary, corrected)
    if start == "<" and _XML.match(text):
        return _read_xml(text, name, vocabulary)
    if looks_like_hl7(text):
        return read_hl7(text, name, vocabulary)
    if is_table(text):
        return read_table(text, name, vocabulary, corrected)
    if len(text) > _LONGEST_NOTE:
        raise UserError("The text is far longer than a note or a list of medicines; open the part that holds the list.", file=name)
    return read_note(text, vocabulary)


def _plain(page: str) -> str:
    """The words of a web page or of what is copied from one: a line for each block and row, a tab between cells."""
    said: list[str] = []
    hidden = ""
    for piece in page.split("<"):
        tag, _, words = piece.partition(">")
        name = re.match(r"/?[A-Za-z]\w*|", tag)[0].lower()  # type: ignore[index]
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
        elif name in _UNSEEN:
            hidden = name
        else:
            said.append("\n" if name.lstrip("/") in _BLOCKS else "\t" if name in {"/td", "/th"} else "")
        if not hidden and not tag.startswith("!"):
            said.append(words if name or said else piece)
    return re.sub(r"[\t ]+(?=\n)", "", html.unescape("".join(said))).strip()


def _read_xml(text: str, name: str, vocabulary: Vocabulary | None) -> MedicationList:
    """FHIR's elements begin with a capital letter and stand in its namespace; everything else is tried as CDA."""
    root, warnings = parse_xml(text, name)
    if "hl7.org/fhir" in str(root.tag) or (local(root.tag)[:1].isupper() and local(root.tag) != "ClinicalDocument"):
        return read_resource(resource_of(root), name, vocabulary, warnings)
    return read_cda(root, name, vocabulary, warnings)
