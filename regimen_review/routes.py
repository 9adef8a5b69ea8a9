"""Routes of administration and the groups in which rules speak of them."""

from __future__ import annotations

from collections.abc import Mapping

LOCAL: frozenset[str] = frozenset(
    {"inhaled", "nasal", "ophthalmic", "otic", "topical", "vaginal", "intra-articular", "intravitreal", "oromucosal", "irrigation"}
)
"""Routes with little exposure of the rest of the body; a rule counts them only where it names them."""

GROUPS: Mapping[str, frozenset[str] | None] = {
    "any": None,
    "oral": frozenset({"oral", "sublingual", "buccal", "enteral"}),
    "injected": frozenset({"injection", "intravenous", "intramuscular", "subcutaneous", "intrathecal", "implant"}),
    "intravenous": frozenset({"intravenous"}),
    "transdermal": frozenset({"transdermal"}),
    "inhaled": frozenset({"inhaled"}),
    "nasal": frozenset({"nasal"}),
    "topical": frozenset({"topical"}),
    "ophthalmic": frozenset({"ophthalmic"}),
    "vaginal": frozenset({"vaginal"}),
    "rectal": frozenset({"rectal"}),
    "local": LOCAL,
}


def in_group(route: str | None, group: str) -> bool:
    """Whether a route belongs to a group. A route that was not told counts as systemic and as oral: the cautious
    reading for a list of tablets, and the one that :mod:`regimen_review.review` says it made.
    """
    if group == "systemic":
        return route not in LOCAL
    routes = GROUPS.get(group)
    if routes is None:
        return True
    return route in routes or (route is None and group == "oral")
