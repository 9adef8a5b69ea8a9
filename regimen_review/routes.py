"""Routes of administration and the groups in which rules speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

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

_LOCAL_CODES = ("D", "S01", "S02", "S03", "R01", "R02", "G01", "A01", "C05")
_INJECTED_CODES = (
    "J01GA", "J01GB", "J01DB03", "J01DB04", "J01DD01", "J01DD02", "J01DD04", "J01DE", "J01DF01", "J01DH02", "J01DH03", "J01DH51", "J01CA12",
    "J01CR05", "J01XA", "J01XB", "J02AA01", "J05AB06", "J05AB12", "J05AD01", "B01AB", "A10A", "C01CA03", "C01CA04", "C01CA07", "M03A",
)  # fmt: skip
"""WHO ATC groups whose drugs reach the blood by injection only."""
_GUT_CODES = ("A07A",)
"""The same drugs by mouth, for what they do in the gut (vancomycin, polymyxin B)."""
ORAL = frozenset({"oral"})
INJECTION = frozenset({"injection"})


@lru_cache(maxsize=4096)
def routes_untold(atc: tuple[str, ...]) -> frozenset[str]:
    """How a drug is presumed to be given where the list tells no route: by mouth, but by injection where nothing else
    reaches the blood (gentamicin), and by both where both are usual (vancomycin), so that no rule is silent for want of
    a route.
    """
    codes = [c for c in atc if not c.startswith(_LOCAL_CODES)]
    injected = [c for c in codes if c.startswith(_INJECTED_CODES)]
    if not injected:
        return ORAL
    others = [c for c in codes if c not in injected]
    if not others:
        return INJECTION
    return INJECTION | ORAL if all(c.startswith(_GUT_CODES) for c in others) else ORAL


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
