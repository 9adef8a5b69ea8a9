"""medications, check, resolve, pairs: what each prints, as JSON Lines or for a person."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from exports import plain
from regimen_review.errors import UserError
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import SEVERITY_RANK, TIER_RANK
from regimen_review.patient import Patient
from regimen_review.regimen import Dosage, Medication, MedicationStatement, Regimen, SubstanceId
from ui.own_files import base_changes, base_note, review_file, saved_state
from ui.pipeline import Pipeline
from ui.session_state import SessionState

TOGETHER = frozenset({"drug-drug", "multi-drug", "duplicate", "timing", "incompatibility"})
"""Kinds of finding that are about two drugs together, not about each of them."""
FIT = 2
"""Exit status when the command line or an input is unusable."""


def add_to(sub: Any) -> None:
    """Register the commands."""
    _files(sub.add_parser("medications", help="the medications in each file, nothing checked"), _medications)
    _files(sub.add_parser("check", help="the review of each file"), _check)
    resolve = sub.add_parser("resolve", help="one written name a line on standard input")
    resolve.add_argument("--json", action="store_true")
    resolve.set_defaults(run=_resolve)
    pairs = sub.add_parser("pairs", help="CSV with drug_a,drug_b on standard input")
    pairs.add_argument("--json", action="store_true")
    pairs.set_defaults(run=_pairs)


def _files(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--json", action="store_true", help="JSON Lines, one object a file")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def _each_file(options: argparse.Namespace, answer: Callable[[Pipeline, Path], tuple[plain.Plain, str]]) -> int:
    """Answer every file in order. One that cannot be read gives its sentence in its place."""
    pipeline, status = Pipeline(), 0
    for path in options.files:
        try:
            as_json, as_text = answer(pipeline, path)
        except UserError as error:
            status = FIT
            as_json, as_text = {"file": str(path), "error": str(error)}, ""
            print(error, file=sys.stderr)
        if options.json:
            print(plain.line(as_json))
        elif as_text:
            print(as_text)
    return status


def _medications(options: argparse.Namespace) -> int:
    from ui.terminal import medications_text

    def answer(pipeline: Pipeline, path: Path) -> tuple[plain.Plain, str]:
        listing = pipeline.open_list(path)
        state = saved_state(path) or SessionState()
        regimen, _ = pipeline.settle(listing, state.confirmed, state.patient)
        return plain.medications(str(path), listing, regimen), medications_text(str(path), regimen, listing)

    return _each_file(options, answer)


def _check(options: argparse.Namespace) -> int:
    from ui.prints import decided
    from ui.terminal import decisions_text, review_text

    def answer(pipeline: Pipeline, path: Path) -> tuple[plain.Plain, str]:
        review, state = review_file(pipeline, path)
        as_json = plain.review(str(path), review)
        note = base_note(state, review)
        if not state.empty:
            as_json["saved"] = plain.saved(decided(state), state.question, state.knowledge, base_changes(state, review))
        said = (note, review_text(_in_units_here(review, pipeline)), decisions_text(review, decided(state)))
        return as_json, "" if options.json else "\n".join(x for x in said if x)

    return _each_file(options, answer)


def _in_units_here(review: Review, pipeline: Pipeline) -> Review:
    """The review as text shows it: values with the unit that this workstation is set to behind the one that was written."""
    from ui import settings
    from ui.shown_units import review_in_units

    units = settings.load_settings(settings.settings_path()).units
    return review_in_units(review, pipeline.vocabulary.measures, units) if units != "as-written" else review


def _resolve(options: argparse.Namespace) -> int:
    from regimen_review.resolve import resolve_name
    from ui.terminal import resolution_text

    vocabulary = Pipeline().vocabulary
    for line in _lines(_standard_input()):
        settled = resolve_name(line, vocabulary)
        print(plain.line(plain.resolution(line, settled)) if options.json else resolution_text(line, settled))
    return 0


def _standard_input() -> str:
    """What was piped in, without the mark that some editors and shells put before a text."""
    return sys.stdin.read().removeprefix("\ufeff")


def _lines(text: str) -> list[str]:
    """The lines as a file has them; a form feed or a line separator within a name ends none."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


LONGEST_NAME = 10_000
"""Characters of a cell with a drug's name; more is a file of another kind or an open quotation mark."""


def _pair_rows(text: str) -> Iterable[tuple[str, str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not {"drug_a", "drug_b"} <= set(reader.fieldnames or ()):
        raise UserError("Standard input needs a header line with the columns drug_a and drug_b.")
    try:
        for row in reader:
            names = (row["drug_a"] or "").strip(), (row["drug_b"] or "").strip()
            if max(map(len, names)) > LONGEST_NAME:
                raise UserError(
                    f"A row cannot be read (a cell has more than {LONGEST_NAME:,} characters).",
                    file="Standard input",
                    place=f"line {reader.line_num}",
                )
            yield names
    except csv.Error as fault:
        raise UserError(f"A row cannot be read ({fault}).", file="Standard input", place=f"line {reader.line_num + 1}") from fault


Sides = tuple[tuple[SubstanceId, ...], tuple[SubstanceId, ...]]


def pair_review(pipeline: Pipeline, names: tuple[str, str]) -> tuple[Sides, Review]:
    """The review of two drugs taken by mouth (by injection where only that is usual or the name says so) in usual doses by an adult
    of whom nothing else is known.
    """
    from regimen_review.resolve import resolve_name

    settled = [resolve_name(name, pipeline.vocabulary) for name in names]
    sides = [tuple(i.name for i in s.ingredients) if s.state == "resolved" else () for s in settled]
    entries = tuple(
        Medication(f"m{n}", MedicationStatement(name, name, dosage=Dosage(route=answer.route or _written_route(name))), answer)
        for n, (name, answer) in enumerate(zip(names, settled, strict=True), 1)
        if answer.state == "resolved"
    )
    return (sides[0], sides[1]), pipeline.review_of(Regimen(entries), Patient(age_years=45))


def _written_route(name: str) -> str | None:
    from regimen_review.readers.routes_written import written_routes

    return next((route for _, _, route in sorted(written_routes(name))), None)


def pair_finding(pipeline: Pipeline, names: tuple[str, str]) -> tuple[tuple[bool, bool], Finding | None]:
    """Whether the base knows each drug, and the strongest thing it says of the two."""
    sides, review = pair_review(pipeline, names)
    known = tuple(bool(side) and all(pipeline.store.knows(s) for s in side) for side in sides)
    both = [f for f in _every(review.findings) if f.kind in TOGETHER and set(f.drugs) & set(sides[0]) and set(f.drugs) & set(sides[1])]
    best = max(both, key=lambda f: (TIER_RANK[f.tier], not f.intended, SEVERITY_RANK[f.severity]), default=None)
    return (known[0], known[1]), best


def _every(findings: Iterable[Finding]) -> Iterable[Finding]:
    for finding in findings:
        yield finding
        yield from finding.members


def _pairs(options: argparse.Namespace) -> int:
    from ui.terminal import printable

    pipeline = Pipeline()
    for a, b in _pair_rows(_standard_input()):
        known, best = pair_finding(pipeline, (a, b))
        answer: plain.Plain = {
            "drug_a": a,
            "drug_b": b,
            "known": list(known),
            "tier": best.tier if best else "none",
            "severity": best.severity if best else None,
            "action": best.action if best else None,
            "basis": best.basis if best else None,
            "rules": [best.rule_id] if best else [],
            "intended": bool(best and best.intended),
        }
        print(
            plain.line(answer)
            if options.json
            else f"{printable(a)} + {printable(b)}: {best.headline if best else 'nothing in the base'} ({answer['tier']})"
        )
    return 0
