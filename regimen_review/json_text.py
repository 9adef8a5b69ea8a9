"""JSON as others write it, to values that can be written again."""

from __future__ import annotations

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text. Half of a surrogate pair (as U+D83D alone) is no character and could be written to no
    file: it becomes the mark for what could not be read. Raises ValueError and RecursionError as :func:`json.loads` does.
    """
    value = json.loads(text)
    escape = b"\\ud" if isinstance(text, bytes) else "\\ud"
    return whole_characters(value) if escape in text.lower() else value  # type: ignore[operator]


def whole_characters(value: Any) -> Any:
    """A JSON value with every half of a surrogate pair replaced, in keys too."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [whole_characters(v) for v in value]
    return {whole_characters(k): whole_characters(v) for k, v in value.items()} if isinstance(value, dict) else value
