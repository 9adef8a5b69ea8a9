"""XML text -> an element tree: no entities, no external files, fragments and cut-off files as far as they go."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.etree.ElementTree import fromstring as plain_fromstring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from regimen_review.errors import UserError
from regimen_review.readers.decoding import clean

_DEEPEST = 400
_UNDECLARED = re.compile(r"(?<![\w:])(xsi|sdtc|voc|cda|xs|xlink|hl7|ext|mif):[A-Za-z]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")


_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));")


def _harmless(reference: re.Match[str]) -> str:
    """A character written as a number, left out where it would hide or turn what stands beside it."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if number > 0x10FFFF or clean(chr(number)) else ""


def _declared(text: str) -> str:
    """Declares the prefixes that a fragment uses without saying where they come from."""
    used = {m[1] for m in _UNDECLARED.finditer(text)} - {m[1] for m in re.finditer(r"xmlns:(\w+)\s*=", text)}
    if not used:
        return text
    names = " ".join(f'xmlns:{p}="urn:undeclared:{p}"' for p in sorted(used))
    return re.sub(r"<([A-Za-z][\w:.-]*)", rf"<\1 {names}", text, count=1)


class _Tree:
    """Builds a tree and keeps what it has when the text breaks off."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._last: Element | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        element = Element(tag, attributes)
        if self._open:
            self._open[-1].append(element)
        self.root = element if self.root is None else self.root
        self._open.append(element)
        self._last = None

    def end(self, _tag: str) -> None:
        """An element ends."""
        self._last = self._open.pop()

    def data(self, text: str) -> None:
        """Text inside an element, or after the last one."""
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def close(self) -> Element | None:
        """What was built."""
        return self.root


def _cut_off(text: str) -> Element | None:
    """What a file that breaks off holds up to there: open elements are closed."""
    tree = _Tree()
    parser = XMLParser(target=tree)  # noqa: S314  (called only after entities were refused)
    try:
        parser.feed(text)
        parser.close()
    except ParseError:
        pass
    return tree.root


def _too_deep(root: Element) -> bool:
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def parse_xml(text: str, name: str) -> tuple[Element, tuple[str, ...]]:
    """(root, warnings). A fragment without declared namespaces and a file that breaks off are read as far as they go.

    Raises :class:`UserError` for entity declarations (nothing is expanded or fetched), deep nesting and text that
    is no XML.
    """
    body = _DECLARATION.sub("", text.lstrip("\ufeff \t\n"), count=1).lstrip()
    if "&#" in body:
        body = _REFERENCE.sub(_harmless, body)
    if re.search(r"<!(?:ENTITY|DOCTYPE[^>]*\[)", body[:100_000]):
        raise UserError("The file declares XML entities, which no list of medicines needs; it was not opened.", file=name)
    root: Element | None
    warnings: tuple[str, ...] = ()
    try:
        # without a document type there can be no entities, and the fast parser is as safe as the guarded one
        root = fromstring(body, forbid_dtd=False) if "<!" in body.replace("<!--", "").replace("<![CDATA[", "") else plain_fromstring(body)  # noqa: S314
    except DefusedXmlException:
        raise UserError("The file declares XML entities, which no list of medicines needs; it was not opened.", file=name) from None
    except (ParseError, ValueError, RecursionError) as error:
        root, warnings = _mended(body, error, name)
    if _too_deep(root):
        raise UserError("The file is nested too deeply to be a list of medicines.", file=name)
    return root, warnings


def _mended(body: str, error: Exception, name: str) -> tuple[Element, tuple[str, ...]]:
    line = error.position[0] if isinstance(error, ParseError) else None
    body = _declared(body)
    for attempt in (body, _STRAY.sub("&amp;", body), f"<fragment>{_STRAY.sub('&amp;', body)}</fragment>"):
        try:
            return fromstring(attempt), ()
        except (ParseError, ValueError, DefusedXmlException, RecursionError):
            continue
    root = _cut_off(body)
    if root is None or not len(root):
        raise UserError("The file is no readable XML.", file=name, place=f"line {line}" if line else None) from None
    return root, (f"The file is damaged (line {line}); what stands before the damage was read and the rest was left out.",)
