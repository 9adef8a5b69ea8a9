"""What the base says of itself: counts, age, how much is draft, and which common drugs it knows little about."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from interaction_db.store import KnowledgeStore

COMMON = 500
"""Usage rank up to which a drug counts as common."""
OLD = timedelta(days=730)


def about_base(store: KnowledgeStore) -> dict[str, Any]:
    """Counts and gaps of an opened base, in the order in which they are to be read."""
    rules = store.all_rules()
    vocabulary = store.vocabulary()
    ranked = sorted((s for s in vocabulary.substances.values() if s.usage_rank and s.usage_rank <= COMMON), key=lambda s: s.usage_rank or 0)
    newest = max((r.updated for r in rules), default=date.min)
    return {
        "version": store.version,
        "sha256": store.sha256,
        "format": store.meta["format"],
        "faults_left_out": int(store.meta.get("faults", "0")),
        "substances": len(vocabulary.substances),
        "names": sum(len(v) for v in vocabulary.names.values()),
        "codes": len(vocabulary.codes),
        "classes": len(store.class_members),
        "conditions": len(store.conditions),
        "measures": len(store.measures),
        "rules": len(rules),
        "rules_by_kind": dict(Counter(r.kind for r in rules).most_common()),
        "rules_by_status": dict(Counter(r.status for r in rules)),
        "rules_theoretical": sum(r.evidence == "theoretical" for r in rules),
        "rules_older_than_two_years": sum(newest - r.updated > OLD for r in rules),
        "common_drugs_without_properties": [s.name for s in ranked if not store.has_properties(s.name)],
    }
