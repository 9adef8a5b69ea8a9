"""Routes as lists write them -> the words of :mod:`regimen_review.routes`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_ROUTES: tuple[tuple[str, str], ...] = (
    (r"(?<![\w.])p\.?\s?o(?!\w)\.?|by mouth|oral(?:ly)?|per os|swallowed?|via mouth", "oral"),
    (r"sub-?lingual(?:ly)?|(?<!\w)s\.?l\.?(?!\w)|under the tongue", "sublingual"),
    (r"buccal(?:ly)?", "buccal"),
    (r"(?:via|by|per|through) (?:peg|ng|g|j|nasogastric|gastrostomy|feeding)[ -]?tube|nasogastric|gastrostomy|enteral(?:ly)?|(?<!\w)per peg", "enteral"),
    (r"intravenous(?:ly)?|(?<![\w.])i\.?v\.?(?!\w)|iv push|ivpb", "intravenous"),
    (r"intramuscular(?:ly)?|(?<![\w.])i\.?m\.?(?!\w)", "intramuscular"),
    (r"subcutaneous(?:ly)?|sub-?cut\.?(?!\w)|sub-?cu\.?(?!\w)|sub-?q\.?(?!\w)|(?<![\w.])s\.?[cq]\.?(?!\w)|under the skin|insulin pump", "subcutaneous"),
    (r"intrathecal(?:ly)?", "intrathecal"),
    (r"intra-?articular(?:ly)?|into (?:the )?(?:right |left |both )?(?:knees?|shoulders?|hips?|joints?)", "intra-articular"),
    (r"intravitreal(?:ly)?", "intravitreal"),
    (r"(?:via|by) (?:inhaler|nebuli[sz]er|inhalation)|inhal(?:ed|ation|ations|e|er|ers)|nebuli[sz](?:ed|er|ers|ation)|nebs?|respiratory tract|(?<!\w)inh(?!\w)|puffs?|mdi|hfa|accuhaler|evohaler|turbo(?:haler|uhaler)|diskus|respimat|handihaler|respiclick", "inhaled"),
    (r"(?:each|both|per|every|in (?:the|each)|left|right) nostrils?|(?:intra)?nasal(?:ly)?|nasal spray|into (?:the )?nose|(?<!\w)nas(?!\w)", "nasal"),
    (r"(?:both|each|right|left|in(?:to)? the|affected|every|per) eyes?|eye[ -]?(?:drops?|ointment|gel)|ophthalmic|intraocular|ocular|conjunctival|(?<!\w)o[.\s]?u[.]?(?!\w)|(?<!\w)o\.?s\.?(?!\w)|opthal\w*", "ophthalmic"),
    (r"(?:both|each|right|left|in(?:to)? the|affected) ears?|ear[ -]?drops?|otic|auricular|(?<!\w)a[.]?u[.](?!\w)", "otic"),
    (r"trans-?dermal(?:ly)?|patch(?:es)?", "transdermal"),
    (r"topical(?:ly)?|cutaneous|cream|ointment|lotion|(?:apply|rub|rubbed|applied)\b|to (?:the )?(?:affected |dry )?(?:areas?|skin|rash|scalp|elbows?|knees|face|groin)|percutaneous|shampoo|emulgel", "topical"),
    (r"vaginal(?:ly)?|per vagina[m]?|(?<!\w)p\.?v\.?(?!\w)|pessar(?:y|ies)", "vaginal"),
    (r"rectal(?:ly)?|per rectum|(?<!\w)p\.?r\.?(?!\w)(?!\s*n)|suppositor(?:y|ies)|(?<!\w)enemas?", "rectal"),
    (r"swish(?:es)?(?: and (?:spit|swallow))?|mouthwash|gargle|oromucosal|oropharyngeal|lozenges?|mouth rinse", "oromucosal"),
    (r"implant(?:ed)?|intrauterine", "implant"),
    (r"irrigat(?:ion|e)|intravesical", "irrigation"),
    (r"parenteral(?:ly)?|injection|injectable|injected|inject", "injection"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w|-\w)", re.IGNORECASE), route) for pattern, route in _ROUTES)
_ANY = re.compile("|".join(f"(?:(?<!\\w)(?:{p})(?!\\w|-\\w))" for p, _ in _ROUTES), re.IGNORECASE)
_CODES: dict[str, str] = {
    "26643006": "oral", "c38288": "oral", "20053000": "oral", "po": "oral", "or": "oral", "20053": "oral",
    "37839007": "sublingual", "c38300": "sublingual", "54471007": "buccal",
    "47625008": "intravenous", "c38276": "intravenous", "iv": "intravenous",
    "78421000": "intramuscular", "c28161": "intramuscular", "im": "intramuscular",
    "34206005": "subcutaneous", "c38299": "subcutaneous", "sc": "subcutaneous", "sq": "subcutaneous",
    "447694001": "inhaled", "18679011000001101": "inhaled", "c38216": "inhaled", "ih": "inhaled", "ipinhl": "inhaled", "420641004": "inhaled", "20035000": "nasal",
    "46713006": "nasal", "c38284": "nasal", "ns": "nasal",
    "54485002": "ophthalmic", "c38287": "ophthalmic", "op": "ophthalmic", "opth": "ophthalmic",
    "10547007": "otic", "c38192": "otic", "ot": "otic",
    "6064005": "topical", "c38304": "topical", "tp": "topical", "c38675": "topical", "448598008": "topical",
    "45890007": "transdermal", "c38305": "transdermal", "td": "transdermal",
    "16857009": "vaginal", "c38313": "vaginal", "vg": "vaginal",
    "37161004": "rectal", "c38295": "rectal", "pr": "rectal",
    "72607000": "intrathecal", "418401004": "intravitreal", "12130007": "intra-articular", "127492001": "enteral",
}  # fmt: skip
"""SNOMED CT, NCI Thesaurus (FDA) and HL7 0162 codes of common routes."""
RIGHT_EYE = re.compile(r"(?<!\w)o\.?d\.?(?!\w)", re.IGNORECASE)


def written_routes(text: str) -> Iterator[tuple[int, int, str]]:
    """Every place in the text that names a route: (start, end, route)."""
    yield from _found(text.translate(_SAME_SHAPE))


_SAME_SHAPE = str.maketrans("123456789", "000000000")
"""No route is told by a figure: texts that differ in figures alone are one shape."""


@lru_cache(maxsize=16_384)
def _found(shape: str) -> tuple[tuple[int, int, str], ...]:
    if not _ANY.search(shape):
        return ()
    return tuple((m.start(), m.end(), route) for pattern, route in _PATTERNS for m in pattern.finditer(shape))


def route_of(text: str | None, codes: tuple[str, ...] = ()) -> str | None:
    """The route that a route cell or a code means; None where it tells none."""
    for code in codes:
        known = _CODES.get(code.strip().lower())
        if known:
            return known
    if not text:
        return None
    known = _CODES.get(text.strip().lower())
    if known:
        return known
    found = sorted(written_routes(text), key=lambda f: (f[0], f[0] - f[1]))
    # "transdermal patch to the skin", "nasal inhalation": the particular word wins over the general one
    routes = [route for _, _, route in found]
    for particular in ("nasal", "ophthalmic", "otic", "transdermal", "vaginal", "rectal", "sublingual"):
        if particular in routes:
            return particular
    return routes[0] if routes else None
