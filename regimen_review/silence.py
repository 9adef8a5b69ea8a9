"""Why nothing is shown for a pair: the question that an empty cell must be able to answer."""

from __future__ import annotations

from regimen_review.findings import Finding, Review
from regimen_review.folding import ONE_DRUG
from regimen_review.regimen import SubstanceId
from regimen_review.routes import LOCAL

EACH_ALONE = ONE_DRUG | {"no-indication", "omitted", "renal-dose", "hepatic-dose", "pharmacogenomic"}
"""Kinds whose findings name several drugs, each for itself: they say nothing of the two together."""


def why_silent(review: Review, a: SubstanceId, b: SubstanceId) -> str:
    """One sentence about a pair of this regimen for which no finding of its own stands in the list."""
    pair = {a, b}
    for finding in review.findings:
        if _speaks_of(pair, finding):
            return f"Shown in '{finding.headline}'."
    for quiet in review.quiet:
        if set(quiet.drugs) == pair:
            return f"Nothing shown for {a} + {b}: {quiet.why}."
    unknown = [n.what for n in review.not_checked if n.what in pair]
    if unknown:
        return f"Not checked: the base knows nothing about {unknown[0]} beyond its name."
    products = [m for m in review.regimen.current() if pair <= set(m.substances)]
    if products:
        return f"Nothing shown for {a} + {b}: they are the parts of one product."
    for substance in (a, b):
        routes = {m.route for m in review.regimen.current() if substance in m.substances}
        if routes and routes <= LOCAL:
            return f"Nothing shown for {a} + {b}: {substance} is {', '.join(sorted(r for r in routes if r))}, and no rule speaks of that route."
    return f"No rule and no inference in base {review.knowledge_version} speaks of {a} + {b}. That is not the same as safe."


def _speaks_of(pair: set[SubstanceId], finding: Finding) -> bool:
    return finding.kind not in EACH_ALONE and pair <= set(finding.drugs)
