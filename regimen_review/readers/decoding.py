"""Bytes -> clean text: encodings, line ends, control and bidirectional characters, sizes."""

from __future__ import annotations

import codecs
import re

from regimen_review.errors import UserError

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes; a larger file is refused with a sentence. Readers with costlier formats have lower limits of their own."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u0080-\u0084\u0086-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_ASCII_CONTROL = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\x85|\x0c")
_DOUBLE = re.compile("[ÂÃ][\u0080-\u00bf]|â[\u0080\u201a€][\u0080-\u00bf\u2122\u0153\u201c\u201d\u2018\u2019]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def _utf16_without_mark(content: bytes) -> str | None:
    """``utf-16`` without its mark shows as every second byte being zero."""
    head = content[:4000]
    if len(head) < 4 or len(head) % 2:
        head = head[: len(head) // 2 * 2]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else None


def decode(content: bytes, name: str = "the file") -> str:
    """The text of a file: by its byte order mark, else UTF-8, else Windows-1252.

    Raises :class:`UserError` for binary content. Replacement characters stay where the file holds them.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    wide = _utf16_without_mark(content)
    if wide is not None:
        return content.decode(wide, errors="replace")
    if content[:8000].count(0) > 0:
        raise UserError("This is a binary file, not a list; open the list as text, CSV, XLSX, PDF, FHIR, C-CDA or HL7.", file=name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:
            return content[: error.start].decode("utf-8")
        return content.decode("cp1252", errors="replace")


def _undoubled(text: str) -> str:
    """UTF-8 that was read as Windows-1252 and saved again (``Âµg``), set right where every character allows it."""
    if not any(first in text for first in "ÂÃâ") or not _DOUBLE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def clean(text: str) -> str:
    """One kind of line end, plain spaces, and no character that hides, overrides or controls."""
    if text.isascii():
        return _clean_ascii(text)
    lines = _LINE_ENDS.sub("\n", _undoubled(text))
    return _CONTROL.sub("", _SPACES.sub(" ", lines))


def _clean_ascii(text: str) -> str:
    """:func:`clean` for plain text, which most long files are: bytes are dropped in bulk."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return lines.encode("ascii").translate(None, _ASCII_CONTROL).decode("ascii")
