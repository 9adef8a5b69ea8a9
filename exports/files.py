"""Files are written beside and moved into place: a full disk or a stop leaves the old file whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from regimen_review.errors import UserError


def write_beside(target: Path, content: bytes) -> None:
    """Put ``content`` at ``target`` in one step. Raises UserError with what to do where that cannot be done."""
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as fault:
        raise UserError(
            f"The file could not be written: {fault.strerror or fault}. Free some space, close the file elsewhere, or choose another folder; the old file is unchanged.",
            file=str(target),
        ) from fault
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink()
