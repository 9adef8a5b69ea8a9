"""This program's own files: a print opens as the list inside it, a saved review with everything that was settled and decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.patient import MedicationList
from ui.session_state import SessionState

if TYPE_CHECKING:
    from ui.pipeline import Pipeline

_PDF = b"%PDF-"


_SAVED = b'"format": "regimen-review"'


def saved_state(path: Path) -> SessionState | None:
    """What a ``.regimen`` file holds; None for every other file. Raises UserError for one that is damaged."""
    try:
        with path.open("rb") as file:
            begins = file.read(200)
    except OSError:
        return None  # the reader says what is wrong with the file
    if path.suffix != ".regimen" and _SAVED not in begins:
        return None
    from ui.session_file import open_session

    return open_session(path)[0]


def review_file(pipeline: Pipeline, path: Path) -> tuple[Review, SessionState]:
    """The review of a file, and what else a saved review holds: settled names, the patient as edited, decisions, the question."""
    state = saved_state(path)
    if state is None:
        return pipeline.review(pipeline.open_list(path), source_name=path.name), SessionState()
    return pipeline.review(state.listing, state.confirmed, state.patient, source_name=path.name), state


def base_changes(state: SessionState, review: Review) -> tuple[str, ...]:
    """What a base other than that of the file changed: ``+ headline`` for what came, ``- headline`` for what went."""
    if not state.knowledge or state.knowledge == review.knowledge_version:
        return ()
    now = {f.id: f.headline for f in review.findings}
    came = [f"+ {now[key]}" for key in now if key not in state.headlines]
    return (*came, *(f"- {state.headlines[key]}" for key in state.headlines if key not in now))


def base_note(state: SessionState, review: Review) -> str:
    """One sentence where the file was saved with another base, with what changed; empty where it was not."""
    if not state.knowledge or state.knowledge == review.knowledge_version:
        return ""
    changes = "; ".join(base_changes(state, review)) or "no finding came or went"
    return f"Saved with base {state.knowledge}, reviewed with {review.knowledge_version}: {changes}."


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
