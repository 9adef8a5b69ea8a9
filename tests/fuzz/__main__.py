"""Breaks one format's files for a while and stops at the first fault of its reader: ``python -m tests.fuzz cda 300``.

Needs atheris (https://github.com/google/atheris), which is no dependency of the project. What falls is written to a file
``crash-…`` in the working folder; shortened, it becomes a test in ``tests/regimen_review/readers/test_fallen.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("Fuzzing needs atheris: pip install atheris.")

with atheris.instrument_imports(include=["regimen_review"]):
    from regimen_review import readers, resolve
    from regimen_review.errors import UserError
    from regimen_review.knowledge import NameEntry, Vocabulary, name_key
    from regimen_review.regimen import SubstanceId
    from tests.fuzz.seeds import DRUGS, seeds, sheet_part, sheet_with

VOCABULARY = Vocabulary({name_key(n): (NameEntry(n, (SubstanceId(name_key(n)),), "generic"),) for n in DRUGS}, {})
SECONDS = "120"


def read(content: bytes) -> None:
    """Read and settle; only the one-sentence error may come out."""
    try:
        listing = readers.read_bytes(content, "fuzzed", VOCABULARY)
    except UserError as error:
        if not error.sentence.endswith("."):
            raise AssertionError(error.sentence) from error
        return
    resolve.resolve_regimen(listing, VOCABULARY)


def main() -> None:
    """``FORMAT [SECONDS]``"""
    known = {**seeds(), "xlsx-part": sheet_part()}
    kind = sys.argv[1] if len(sys.argv) > 1 else ""
    if kind not in known:
        sys.exit(f"Say which format: {', '.join(known)}.")
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{kind}-"))
    (corpus / "seed").write_bytes(known[kind])
    limits = [f"-max_total_time={(*sys.argv, SECONDS)[2]}", "-timeout=30", "-rss_limit_mb=1024", "-max_len=20000"]
    target = (lambda part: read(sheet_with(part))) if kind == "xlsx-part" else read
    atheris.Setup([sys.argv[0], *limits, str(corpus)], target)
    atheris.Fuzz()


main()
