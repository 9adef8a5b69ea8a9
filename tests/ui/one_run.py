"""One run of the command line without pytest's fixtures, for property-based tests: they may not share a captured stream."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from ui import pipeline
from ui.cli import main


def run_once(base: Path, arguments: Sequence[object], stdin: str = "") -> tuple[int, str, str]:
    """Exit status, printed text and errors of one command on a base."""
    out, error = io.StringIO(), io.StringIO()
    with (
        patch.object(pipeline, "base_path", lambda *_: base),
        patch.object(sys, "stdin", io.StringIO(stdin)),
        redirect_stdout(out),
        redirect_stderr(error),
    ):
        status = main([str(a) for a in arguments])
    return status, out.getvalue(), error.getvalue()
