"""The ward card: one page with what must not be added, what is high-alert, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from exports.pdf import phrases, sheet
from exports.pdf.conference import begin, language_note, not_checked_box, patient_line
from exports.pdf.glyphs import HighAlert, Sign
from exports.pdf.listing import dose_words
from exports.pdf.pages import room_on_first_page
from exports.pdf.phrases import sentence
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import SignedRows, Text
from exports.pdf.words import say, told
from regimen_review import wording
from regimen_review.findings import Review
from regimen_review.knowledge import SEVERITY_RANK
from regimen_review.plans import dont_add
from regimen_review.regimen import SubstanceId

LISTED = "and {n} more, listed in the full review"


@dataclass(frozen=True, slots=True)
class DoNotAdd:
    """Drugs (or a class of them) that would make a finding to decide with this regimen, why, and by which rule."""

    names: str
    why: str
    rule: str = ""
    severity: str = "major"


def lines_of(page: dont_add.DoNotAdd, tall_man: Mapping[SubstanceId, str]) -> tuple[DoNotAdd, ...]:
    """The lines of the card from the page that was worked out: drugs with one reason in one line, gravest first.
    ``tall_man`` is that of the whole base, since these drugs are not on the list.
    """
    lines = []
    for reason in page.reasons:
        names = ", ".join(wording.drug(d.substance, tall_man) for d in reason.drugs)
        rules = ", ".join(dict.fromkeys(d.finding.rule_id for d in reason.drugs))
        gravest = max((d.finding.severity for d in reason.drugs), key=lambda s: SEVERITY_RANK[s])
        lines.append(DoNotAdd(names, f"{reason.problem}: {reason.because}" if reason.because else reason.problem, rules, gravest))
    return tuple(sorted(lines, key=lambda line: -SEVERITY_RANK[line.severity]))


def _rows(rows: list[list[Flowable | str]], shares: Sequence[float], paper: Paper) -> Flowable:
    table = SignedRows(rows, colWidths=[paper.inner * s for s in shares])
    table.setStyle(sheet.LINES)
    return table


def _dont_add(lines: Sequence[DoNotAdd] | None, most: int, paper: Paper) -> Iterator[Flowable]:
    if lines is None:
        yield from begin(say("Do not add"), "", paper.inner)
        yield Text(told("The do-not-add list was not made for this card. Check every new drug before it is given."), sheet.BODY)
        return
    yield from begin(
        say("Do not add without a decision: {n}", n=len(lines)), say("each would be a finding to decide with this list"), paper.inner
    )
    shown = list(lines[:most])
    rows: list[list[Flowable | str]] = [
        [
            Sign(x.severity, 9),
            Text(f"<b>{safe(x.names)}</b>", sheet.EVIDENCE),
            Text(safe(x.why), sheet.EVIDENCE),
            Text(safe(x.rule), sheet.SMALL_GREY),
        ]
        for x in shown
    ]
    if rows:
        yield _rows(rows, (0.04, 0.34, 0.40, 0.22), paper)
    if len(shown) < len(lines):
        yield Text(told("And {n} more, in the program under What if.", n=len(lines) - len(shown)), sheet.SMALL_BOLD)


def _high_alert(review: Review, most: int, paper: Paper) -> Iterator[Flowable]:
    entries = [m for m in review.regimen.current() if set(m.substances) & review.high_alert]
    yield from begin(say("High-alert medications: {n}", n=len(entries)), say("second person checks drug, dose, route, rate"), paper.inner)
    if not entries:
        yield Text(told("None among the names that were recognised."), sheet.BODY)
        return
    notes = {d: f for f in review.findings if f.kind == "high-alert" for d in f.drugs}
    rows: list[list[Flowable | str]] = []
    for entry in entries[:most]:
        note = next((notes[s] for s in entry.substances if s in notes), None)
        says = f"{sentence(note.headline)} {note.management[0] if note.management else ''}" if note else ""
        mark = f" <font size='7.2' color='#505A65'>{safe(note.rule_id)}</font>" if note else ""
        rows.append(
            [HighAlert(), Text(f"<b>{safe(wording.medication(entry, review.tall_man))}</b>", sheet.EVIDENCE),
             Text(f"{dose_words(entry)}{f', {told(entry.route)}' if entry.route else ''}", sheet.EVIDENCE), Text(safe(says) + mark, sheet.EVIDENCE)]
        )  # fmt: skip
    yield _rows(rows, (0.04, 0.24, 0.26, 0.46), paper)
    if len(entries) > most:
        rest = ", ".join(wording.medication(m, review.tall_man) for m in entries[most:])
        yield Text(f"<b>{told('Also high-alert:')}</b> {safe(rest)}.", sheet.SMALL)


def _open_findings(review: Review, most: int, paper: Paper) -> Iterator[Flowable]:
    act = review.in_tier("act")
    yield from begin(say("To decide: {n}", n=len(act)), say("first step of each"), paper.inner)
    if not act:
        yield Text(safe(f"{say('Nothing to decide today among what was checked')}. {wording.scope(review, say)}"), sheet.BODY)
        return
    rows: list[list[Flowable | str]] = [
        [Sign(f.severity, 9), Text(f"<b>{safe(f.headline)}</b><br/>{safe(phrases.drugs(f, review))}", sheet.EVIDENCE),
         Text(safe(f.management[0] if f.management else say("No step stands in the rule.")), sheet.EVIDENCE), Text(safe(f.rule_id), sheet.SMALL_GREY)]
        for f in act[:most]
    ]  # fmt: skip
    yield _rows(rows, (0.04, 0.34, 0.40, 0.22), paper)
    if len(act) > most:
        yield Text(told("And {n} more in the case-conference review.", n=len(act) - most), sheet.SMALL_BOLD)


def ward_card(review: Review, paper: Paper, dont_add: Sequence[DoNotAdd] | None) -> list[Flowable]:
    """The one page: as many lines of each list as fit together, with counts of the rest."""
    room = room_on_first_page(paper) - 2
    story: list[Flowable] = []
    for most in (40, 24, 16, 12, 10, 8, 6, 5, 4, 3, 2):
        story = [
            patient_line(review),
            *language_note(),
            Spacer(1, 6),
            *_dont_add(dont_add, most, paper),
            Spacer(1, 7),
            *_high_alert(review, most, paper),
            Spacer(1, 7),
        ]
        story += [
            *_open_findings(review, max(2, most // 3), paper),
            Spacer(1, 7),
            not_checked_box(review, paper, min(most, 6), LISTED),
        ]
        if sum(f.wrap(paper.inner, 9999)[1] for f in story) <= room:
            break
    return story
