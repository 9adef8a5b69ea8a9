"""The way back: a printed review, as PDF, to the exact Review that it was printed from."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

from regimen_review.codec import from_plain
from regimen_review.errors import UserError
from regimen_review.findings import Review

REVIEW_NAME = "review.json"


def attached_review(content: bytes, password: str = "") -> bytes | None:
    """The JSON attached to a print, or None where a PDF carries none. Raises UserError for what is no PDF, for a
    password that does not open it, and for an attachment that was changed after printing.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content), password=password) as pdf:
            if REVIEW_NAME not in pdf.attachments:
                return None
            attached = bytes(pdf.attachments[REVIEW_NAME].get_file().read_bytes())
            told = str(pdf.docinfo.get("/ReviewSHA256", ""))
    except pikepdf.PasswordError as fault:
        raise UserError("This PDF is locked. Give its password.") from fault
    except pikepdf.PdfError as fault:
        raise UserError("This is not a PDF that can be read. Export the review again.") from fault
    if told and hashlib.sha256(attached).hexdigest() != told:
        raise UserError("The review attached to this PDF was changed after it was printed. Do not rely on it.")
    return attached


def open_review(content: bytes, password: str = "") -> Review:
    """The Review attached to a print. Raises UserError where there is none or it cannot be read."""
    attached = attached_review(content, password)
    if attached is None:
        raise UserError("This PDF carries no review. It was not printed by Regimen Review, or the attachment was removed.")
    try:
        return from_plain(Review, json.loads(attached))
    except (ValueError, TypeError, KeyError) as fault:
        raise UserError("The review attached to this PDF is of a form that this version does not know.") from fault
