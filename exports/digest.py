"""The canonical JSON of a review and its hash: what prints embed, and what every export names."""

from __future__ import annotations

import hashlib
import json

from regimen_review.codec import to_plain
from regimen_review.findings import Review


def review_json(review: Review) -> bytes:
    """The whole review as canonical JSON: what is embedded, and what the hash is of."""
    return json.dumps(to_plain(review), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def review_digest(review: Review) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(review_json(review)).hexdigest()
