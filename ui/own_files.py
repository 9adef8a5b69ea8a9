"""A print of this program opens as the list inside it, not as text about a list."""

from __future__ import annotations

from pathlib import Path

from regimen_review.errors import UserError
from regimen_review.patient import MedicationList

_PDF = b"%PDF-"


def printed_list(path: Path) -> MedicationList | None:
    """The list inside a print of this program; None for every other file. Names that were settled by hand are asked for
    again where they are not remembered. Raises UserError where the print was changed afterwards.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_PDF)) != _PDF:
                return None
            content = _PDF + file.read()
    except OSError:
        return None
    from exports.reopen import attached_review, open_review

    try:
        if attached_review(content) is None:
            return None
        review = open_review(content)
    except UserError as error:
        if b"ReviewSHA256" not in content:
            return None  # somebody else's file: the reader of PDF has its own word on it
        raise UserError(error.sentence, file=path.name) from error
    statements = tuple(m.statement for m in review.regimen.medications)
    return MedicationList("regimen", statements, review.patient, review.as_of, left_out=review.left_out)
