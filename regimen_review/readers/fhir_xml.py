"""FHIR in XML -> the same dictionaries as its JSON, without a schema: what repeats becomes a list."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from regimen_review.readers.fhir_values import Json

_DEEPEST = 60


def local(tag: object) -> str:
    """An element's name without its namespace; comments have none."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _is_resource(element: Element) -> bool:
    return local(element.tag)[:1].isupper()


def _content(element: Element, depth: int) -> Any:
    if local(element.tag) == "div":
        return " ".join(" ".join(element.itertext()).split())[:2000]
    value = element.get("value")
    children = [c for c in element if local(c.tag)]
    if not children:
        return value if value is not None else ({"url": element.get("url")} if element.get("url") else None)
    if len(children) == 1 and _is_resource(children[0]):
        return resource_of(children[0], depth + 1)
    return _members(element, depth)


def _members(element: Element, depth: int) -> Json:
    members: Json = {}
    if depth > _DEEPEST:
        return members
    for attribute in ("id", "url"):
        written = element.get(attribute)
        if written:
            members[attribute] = written
    for child in element:
        name = local(child.tag)
        content = _content(child, depth + 1) if name else None
        if content is None:
            continue
        if name in members:
            members[name] = [*(members[name] if isinstance(members[name], list) else [members[name]]), content]
        else:
            members[name] = content
    return members


def resource_of(element: Element, depth: int = 0) -> Json:
    """One resource element as a dictionary with ``resourceType``."""
    return {"resourceType": local(element.tag), **_members(element, depth)}
