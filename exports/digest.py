"""The canonical JSON of a review and its hash: what prints embed, and what every export names."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from regimen_review.codec import to_plain
from regimen_review.findings import Review


def _settled(plain: Any) -> Any:
    """Whole numbers written as such (5, not 5.0), so that a review that was read back has the same JSON."""
    if isinstance(plain, dict):
        return {k: _settled(v) for k, v in plain.items()}
    if isinstance(plain, list):
        return [_settled(v) for v in plain]
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain


def review_json(review: Review) -> bytes:
    """The whole review as canonical JSON: what is embedded, and what the hash is of."""
    return json.dumps(_settled(to_plain(review)), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def review_digest(review: Review) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(review_json(review)).hexdigest()
