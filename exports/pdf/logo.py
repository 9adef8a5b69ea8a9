"""A house's logo: a PNG or JPEG of bounded size, flattened on white, so that every print has the same small picture."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from regimen_review.errors import UserError

MOST_BYTES, MOST_PIXELS, KEPT = 2_000_000, 20_000_000, (900, 300)
"""Limits of a file, of its picture, and the size in pixels to which it is made smaller."""
WIDE, TALL = 110.0, 25.0
"""Points that a logo takes at most."""


def read_logo(path: Path) -> bytes:
    """The logo as PNG in RGB, at most :data:`KEPT` pixels. Raises UserError with the file's name."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise UserError(f"The logo could not be read ({fault.strerror or fault}). Choose another file.", file=str(path)) from fault
    if len(content) > MOST_BYTES:
        raise UserError(f"The logo is larger than {MOST_BYTES // 1_000_000} MB. Choose a smaller one.", file=str(path))
    try:
        return _flat(content)
    except Exception as fault:  # whatever a broken picture makes a decoder raise
        raise UserError("The logo is no PNG or JPEG picture that can be read. Export it again as PNG.", file=str(path)) from fault


def _flat(content: bytes) -> bytes:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS or min(picture.size) < 2:
                raise ValueError("size")
            coloured = picture.convert("RGBA")
    coloured.thumbnail(KEPT)
    flat = Image.new("RGB", coloured.size, "white")
    flat.paste(coloured, mask=coloured.getchannel("A"))
    out = BytesIO()
    flat.save(out, "PNG")
    return out.getvalue()


def draw_logo(canvas: Canvas, content: bytes, right: float, y: float) -> float:
    """Draw it with its lower right corner at (right, y); returns the width that it took, 0 where there is none."""
    if not content:
        return 0.0
    picture = ImageReader(BytesIO(content))
    wide, tall = picture.getSize()
    scale = min(WIDE / wide, TALL / tall)
    canvas.drawImage(picture, right - wide * scale, y, wide * scale, tall * scale)
    return float(wide * scale)
