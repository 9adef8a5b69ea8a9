"""report and export: a review as paper, and as files for other programs. No Qt."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regimen_review.errors import UserError
from regimen_review.findings import Review
from ui.pipeline import Pipeline

if TYPE_CHECKING:
    from exports.pdf import Plans

ENDINGS = (".fhir.json", ".graph.svg", ".matrix.svg", ".xlsx", ".csv", ".json", ".md", ".svg", ".ics", ".pdf")
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
    export.epilog = f"Endings: {' '.join(ENDINGS)}. An .svg is the graph unless it ends in .matrix.svg."


def _input(parser: argparse.ArgumentParser, out: str) -> None:
    parser.add_argument("file", type=Path, help="a list or record; or a PDF that this program printed")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=out)
    parser.add_argument("--paper", choices=("A4", "Letter"), default="A4", help="paper size (default: A4)")
    parser.add_argument("--question", default="", help="the question for the conference")
    parser.add_argument("--site", default="", help="name of the house, printed at the top")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the PDF opens with the password in the first line of FILE")


def _password(path: Path | None) -> str:
    """The first line of a file; a password on the command line would stand in the list of processes."""
    if path is None:
        return ""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError("The password could not be read. Give a text file with the password in its first line.", file=str(path)) from fault
    if not lines or not lines[0]:
        raise UserError("The first line is empty. Write the password there.", file=str(path))
    return lines[0]


def _review(pipeline: Pipeline, path: Path, *, deidentify: bool = False) -> Review:
    """The review of a list, or the very review that is attached to a PDF printed by this program."""
    printed = None if deidentify else _printed(path)
    if printed is not None:
        return printed
    listing = pipeline.open_list(path)
    if not deidentify:
        return pipeline.review(listing, source_name=path.name)
    from exports.deidentify import secret_offset, without_identity

    regimen, patient = without_identity(*pipeline.settle(listing), secret_offset())
    count = len(listing.left_out)
    withheld = (f"Of the source, {count} part{'s' if count > 1 else ''} could not be read; the words are withheld.",) if count else ()
    return pipeline.review_of(regimen, patient, left_out=withheld)


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


def _printed_pdf(review: Review, options: argparse.Namespace, pipeline: Pipeline) -> bytes:
    from exports.pdf import PrintOptions, render

    chosen = PrintOptions(options.paper, options.site, options.question, _password(options.password_file))
    return render(options.kind, review, chosen, plans=_plans(options.kind, review, pipeline))


def _report(options: argparse.Namespace) -> int:
    from exports.files import write_beside

    pipeline = Pipeline()
    review = _review(pipeline, options.file)
    write_beside(options.output, _printed_pdf(review, options, pipeline))
    return _told(options.output, review)


def _told(output: Path, review: Review) -> int:
    print(f"{output}: {len(review.findings)} findings, {len(review.not_checked)} things not checked.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from exports.files import write_beside

    ending = next((e for e in ENDINGS if options.output.name.lower().endswith(e)), None)
    if ending is None:
        raise UserError(f"No export has this ending. Choose one of {', '.join(ENDINGS)}.", file=str(options.output))
    pipeline = Pipeline()
    review = _review(pipeline, options.file, deidentify=options.deidentify)
    write_beside(options.output, _content(ending, review, options, pipeline))
    return _told(options.output, review)


def _content(ending: str, review: Review, options: argparse.Namespace, pipeline: Pipeline) -> bytes:
    """The file's bytes; libraries are imported for the one that is asked for."""
    from exports import calendar, fhir, markdown, plain, spreadsheet, svg

    if ending == ".fhir.json":
        return fhir.fhir_bundle(review, pdf=_printed_pdf(review, options, pipeline))
    if ending == ".json":
        return (plain.line(plain.review("" if options.deidentify else str(options.file), review)) + "\n").encode()
    if ending == ".pdf":
        return _printed_pdf(review, options, pipeline)
    write = {
        ".xlsx": spreadsheet.workbook,
        ".csv": spreadsheet.findings_csv,
        ".md": markdown.chart_note,
        ".ics": calendar.monitoring_ics,
        ".svg": svg.graph_svg,
        ".graph.svg": svg.graph_svg,
        ".matrix.svg": svg.matrix_svg,
    }
    return write[ending](review)
