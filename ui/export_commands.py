"""report and export: a review as paper, and as files for other programs. No Qt."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regimen_review.errors import UserError
from regimen_review.findings import Review
from ui.own_files import base_note, review_file, saved_state
from ui.pipeline import Pipeline
from ui.session_state import SessionState
from ui.settings import Settings

if TYPE_CHECKING:
    from exports.pdf import Kind, PrintOptions

LANGUAGES = ("en", "de")
"""Languages of the print."""
ENDINGS = (
    ".fhir.json", ".graph.svg", ".matrix.svg", ".graph.png", ".matrix.png", ".xlsx", ".csv", ".json", ".md", ".svg", ".png", ".ics", ".pdf",
)  # fmt: skip
"""Endings of files that ``export`` writes; the longer ones are asked first."""


def add_to(sub: Any) -> None:
    """Register the commands."""
    report = sub.add_parser("report", help="the printed review, as PDF")
    _input(report, "OUT.pdf")
    report.add_argument(
        "--kind", choices=("conference", "full", "patient", "ward"), default="conference", help="which document (default: conference)"
    )
    report.set_defaults(run=_report)
    export = sub.add_parser("export", help="the review for another program, by the ending of OUT")
    _input(export, "OUT")
    export.add_argument("--deidentify", action="store_true", help="names, ids and free text out, dates moved by a secret number of days")
    export.set_defaults(run=_export, kind="conference")
    export.epilog = f"Endings: {' '.join(ENDINGS)}. An .svg or .png is the graph unless it ends in .matrix.svg or .matrix.png."
    wording = sub.add_parser("wording", help="the phrases of the print that a house may word, as a file to start from")
    wording.add_argument("--language", choices=LANGUAGES, default="en")
    wording.set_defaults(run=_wording)


def _input(parser: argparse.ArgumentParser, out: str) -> None:
    parser.add_argument("file", type=Path, help="a list, a record, a saved review (.regimen), or a PDF that this program printed")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=out)
    parser.add_argument("--paper", choices=("A4", "Letter"), default="A4", help="paper size (default: A4)")
    parser.add_argument("--question", default="", help="the question for the conference")
    parser.add_argument("--site", default="", help="name of the house, printed at the top")
    parser.add_argument("--logo", type=Path, metavar="FILE", help="PNG or JPEG that stands at the head of page 1")
    parser.add_argument("--wording", type=Path, metavar="FILE", help="the house's own phrases, as 'regimen-review wording' prints them")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="language of the print's own phrases (default: en)")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the PDF opens with the password in the first line of FILE")


def _password(path: Path | None) -> str:
    """The first line of a file; a password on the command line would stand in the list of processes."""
    if path is None:
        return ""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError("The password could not be read. Give a text file with the password in its first line.", file=str(path)) from fault
    if not lines or not lines[0]:
        raise UserError("The first line is empty. Write the password there.", file=str(path))
    return lines[0]


@dataclass(frozen=True)
class _Asked:
    """What is to be written: the review, what a saved review holds beside it, how it is printed, and for what."""

    review: Review
    state: SessionState
    printed: PrintOptions
    pipeline: Pipeline
    kind: Kind = "conference"
    file: str = ""

    def pdf(self) -> bytes:
        """The print."""
        from exports.pdf import render
        from ui.prints import decided, plans_for

        plans = plans_for(self.kind, self.review, self.state, self.pipeline)
        return render(self.kind, self.review, self.printed, decided(self.state), plans=plans)


def _same_file(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _asked(options: argparse.Namespace) -> _Asked:
    """Options that cannot be read are told before the review is made."""
    from ui.prints import house_options

    if _same_file(options.file, options.output):
        raise UserError("This is the list itself and would be lost. Give the output another name.", file=str(options.output))
    given = Settings(
        site=options.site,
        logo=str(options.logo or ""),
        wording=str(options.wording or ""),
        print_language=options.language,
        paper=options.paper,
    )
    printed = house_options(given, options.question, _password(options.password_file))
    pipeline = Pipeline()
    deidentify = getattr(options, "deidentify", False)
    review, state = _deidentified(pipeline, options.file) if deidentify else _review(pipeline, options.file)
    note = base_note(state, review)
    if note:
        print(note, file=sys.stderr)
    if not options.question and state.question:
        printed = replace(printed, question=state.question)
    return _Asked(review, state, printed, pipeline, options.kind, "" if deidentify else str(options.file))


def _review(pipeline: Pipeline, path: Path) -> tuple[Review, SessionState]:
    """The review of a list or of a saved review, or the very review that is attached to a PDF printed by this program."""
    printed = _printed(path)
    return (printed, SessionState()) if printed is not None else review_file(pipeline, path)


def _deidentified(pipeline: Pipeline, path: Path) -> tuple[Review, SessionState]:
    """The review of a list without identity; decisions and the question are free text and stay behind."""
    from exports.deidentify import secret_offset, without_identity

    state = saved_state(path) or SessionState()
    listing = pipeline.open_list(path)
    regimen, patient = without_identity(*pipeline.settle(listing, state.confirmed, state.patient), secret_offset())
    count = len(listing.left_out)
    withheld = (f"Of the source, {count} part{'s' if count > 1 else ''} could not be read; the words are withheld.",) if count else ()
    return pipeline.review_of(regimen, patient, left_out=withheld), SessionState()


def _printed(path: Path) -> Review | None:
    try:
        with path.open("rb") as file:
            if file.read(5) != b"%PDF-":
                return None
            content = b"%PDF-" + file.read()
    except OSError:
        return None  # the reader says what is wrong with the file
    from exports.reopen import attached_review, open_review

    try:
        return open_review(content) if attached_review(content) is not None else None
    except UserError as fault:
        raise UserError(fault.sentence, file=str(path)) from fault


def _report(options: argparse.Namespace) -> int:
    from exports.files import write_beside

    asked = _asked(options)
    write_beside(options.output, asked.pdf())
    return _told(options.output, asked.review)


def _told(output: Path, review: Review) -> int:
    print(f"{output}: {len(review.findings)} findings, {len(review.not_checked)} things not checked.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from exports.files import write_beside

    ending = next((e for e in ENDINGS if options.output.name.lower().endswith(e)), None)
    if ending is None:
        raise UserError(f"No export has this ending. Choose one of {', '.join(ENDINGS)}.", file=str(options.output))
    asked = _asked(options)
    write_beside(options.output, _content(ending, asked))
    return _told(options.output, asked.review)


def _content(ending: str, asked: _Asked) -> bytes:
    """The file's bytes; libraries are imported for the one that is asked for."""
    from exports import calendar, fhir, markdown, pictures, plain, spreadsheet, svg
    from ui.prints import decided

    review, decisions = asked.review, decided(asked.state)
    write: dict[str, Callable[[], bytes]] = {
        ".fhir.json": lambda: fhir.fhir_bundle(review, decisions, asked.pdf()),
        ".json": lambda: plain.line(plain.review(asked.file, review)).encode() + b"\n",
        ".pdf": asked.pdf,
        ".xlsx": lambda: spreadsheet.workbook(review, decisions),
        ".csv": lambda: spreadsheet.findings_csv(review, decisions),
        ".md": lambda: markdown.chart_note(review, decisions),
        ".ics": lambda: calendar.monitoring_ics(review),
        ".svg": lambda: svg.graph_svg(review),
        ".graph.svg": lambda: svg.graph_svg(review),
        ".matrix.svg": lambda: svg.matrix_svg(review),
        ".png": lambda: pictures.graph_png(review),
        ".graph.png": lambda: pictures.graph_png(review),
        ".matrix.png": lambda: pictures.matrix_png(review),
    }
    return write[ending]()


def _wording(options: argparse.Namespace) -> int:
    from exports.pdf.house import template

    print(template(options.language), end="")
    return 0
