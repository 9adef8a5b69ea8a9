"""Reading the selectors of rule files (``"class:fluoroquinolones@systemic"``); ``docs/knowledge.md`` has the syntax."""

from __future__ import annotations

from functools import lru_cache

from regimen_review.knowledge import Selector
from regimen_review.routes import GROUPS

ROUTE_GROUPS = frozenset(GROUPS) | {"systemic"}


@lru_cache(maxsize=8192)
def parse_selector(text: str) -> Selector:
    """The selector that a rule file wrote. Raises ValueError with the reason."""
    rest = text.strip()
    negated = rest.startswith("not:")
    if negated:
        rest = rest[4:].strip()
    rest, _, route = rest.partition("@")
    rest = rest.strip()
    route = route.strip() or ("any" if negated else "systemic")
    if route not in ROUTE_GROUPS:
        raise ValueError(f"'{text}' names the route group '{route}', which does not exist")
    if not rest:
        raise ValueError("a selector is empty")
    if rest.startswith("class:"):
        return Selector(text, "class", rest[6:].strip(), (), route, negated)
    if rest.startswith("property:"):
        name, _, grades = rest[9:].partition("=")
        return Selector(text, "property", name.strip(), tuple(g.strip() for g in grades.split("|") if g.strip()), route, negated)
    return Selector(text, "substance", rest, (), route, negated)


def parse_selectors(texts: tuple[str, ...] | list[str]) -> tuple[Selector, ...]:
    """Each selector of a list, in order."""
    return tuple(parse_selector(t) for t in texts)
