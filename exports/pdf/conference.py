"""Page one of the case-conference review: the patient in a line, the question, and what is to be decided today."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from exports.pdf import sheet
from exports.pdf.glyphs import DecisionBox, Sign
from exports.pdf.sheet import Paper, safe
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.rules.firing import missing_words
from regimen_review.rules.situation import readable_unit

MOST = 10
"""Findings on page one; the rest follow in the full review, counted here."""


def patient_line(review: Review) -> Paragraph:
    """Who it is, what they have, the latest values with their dates, and what is missing."""
    patient = review.patient
    age = patient.age(review.as_of)
    who = {"female": "Woman", "male": "Man"}.get(patient.sex or "", "Patient")
    parts = [f"<b>{who}{f', {age:g}' if age is not None else ', age not recorded'}</b>"]
    parts += [safe(", ".join(dict.fromkeys(c.text for c in patient.conditions if c.active))) or "no conditions on record"]
    parts.append(f"{len(review.regimen.current())} medications")
    values = [
        f"{safe(o.text)} <b>{wording.number(o.value)} {safe(readable_unit(o.unit or ''))}</b>"
        + (f" ({o.when.isoformat()})" if o.when else "")
        for o in patient.observations
        if o.value is not None and o.measure
    ]
    text = "; ".join(parts) + "." + (f" {', '.join(values[:12])}." if values else " No laboratory values on record.")
    missing = dict.fromkeys(n.missing for n in review.not_checked if n.missing and not n.missing.startswith(("dose of", "name of")))
    if missing:
        text += f" <u>Missing: {safe(', '.join(m.replace('-', ' ') for m in list(missing)[:9]))}.</u>"
    return Paragraph(text, sheet.LEAD)


def question_box(question: str, paper: Paper) -> Table:
    """The question for the conference, framed; an empty line to write on where nobody wrote one."""
    text = f"<b>Question.</b> {safe(question)}" if question else "<b>Question.</b> " + "_" * 90
    table = Table([[Paragraph(text, sheet.LEAD)]], colWidths=[paper.inner])
    table.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 1, sheet.TEXT), ("LEFTPADDING", (0, 0), (-1, -1), 6), ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]))
    return table


def section(title: str, right: str, paper: Paper) -> Table:
    """A section's title over a rule, with a remark at the right."""
    table = Table([[Paragraph(safe(title), sheet.BLOCK), Paragraph(safe(right), sheet.RIGHT)]], colWidths=[paper.inner * 0.6, paper.inner * 0.4])
    table.setStyle(
        TableStyle(
            [("LINEBELOW", (0, 0), (-1, -1), 0.8, sheet.TEXT), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
             ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")]
        )
    )  # fmt: skip
    return table


def findings_table(findings: tuple[Finding, ...], review: Review, paper: Paper) -> Table:
    """One row a finding: place and sign, problem and drugs, evidence in this patient, steps, decision."""
    widths = [12 * mm, 45 * mm, 36 * mm, 0, 32 * mm]
    widths[3] = paper.inner - sum(widths)
    head = [Paragraph(t, sheet.COLUMN) for t in ("", "What may happen, drugs", "In this patient", "Suggested, in order · urgency · basis", "Decision")]
    rows = [head, *(_finding_row(n, f, review) for n, f in enumerate(findings, 1))]
    table = Table(rows, colWidths=widths, repeatRows=1, splitInRow=0)
    table.setStyle(
        TableStyle(
            [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.6, sheet.RULE), ("LEFTPADDING", (0, 0), (0, -1), 0),
             ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
             ("LEFTPADDING", (1, 0), (-1, -1), 3)]
        )
    )  # fmt: skip
    return table


def _finding_row(number: int, finding: Finding, review: Review) -> list[list[Flowable]]:
    sign = [Paragraph(str(number), sheet.NUMBER), Sign(finding.severity), Paragraph(wording.SIGNAL[finding.severity], sheet.CENTRE)]
    drugs = ", ".join(wording.drug(d, review.tall_man) for d in finding.drugs)
    problem = [Paragraph(safe(finding.headline), sheet.HEADLINE), Paragraph(f"{safe(drugs)}. {safe(_short(finding.consequence))}", sheet.EVIDENCE)]
    facts = [b for b in wording.because(finding) if not b.startswith("taking ")][:5]
    questions = [missing_words(q) for q in finding.questions][:3]
    patient = [Paragraph(safe("; ".join(facts)) or "On the list; nothing else of the patient counted.", sheet.EVIDENCE)]
    if questions:
        patient.append(Paragraph(f"<i>Not told: {safe('; '.join(questions))}.</i>", sheet.SMALL_GREY))
    steps = " ".join(f"<b>{n}</b> {safe(step)}" for n, step in enumerate(finding.management[:4], 1))
    basis = "inferred from pharmacology" if finding.basis == "inferred" else f"evidence {finding.evidence}"
    action = [
        Paragraph(steps or "No step stands in the rule.", sheet.EVIDENCE),
        Paragraph(f"<b>{safe(finding.urgency)}</b> · {basis}{_sources(finding)}", sheet.SMALL_GREY),
        Paragraph(f"{safe(finding.rule_id)} v{safe(finding.rule_version)}, {finding.rule_status}", sheet.SMALL_GREY),
    ]
    return [sign, problem, patient, action, [DecisionBox()]]


def _short(text: str) -> str:
    return text if not text or text.endswith(".") else text + "."


def _sources(finding: Finding) -> str:
    names = list(dict.fromkeys(f"{s.title.split(' US prescribing')[0].split(' (')[0]} {s.section}".strip() for s in finding.sources))
    return f" · {safe('; '.join(n[:42] for n in names[:2]))}" if names else ""


def not_checked_box(review: Review, paper: Paper) -> Table:
    """What was not checked, in a dashed frame that never looks like a finding or like its absence."""
    lines = [wording.not_checked(n) for n in review.not_checked] + list(review.left_out)
    text = "<b>Not checked:</b> " + (safe(" · ".join(lines)) or "nothing was left out") + ". No finding is not the same as safe."
    table = Table([[Sign("not-checked", 10, centre=False), Paragraph(text, sheet.SMALL)]], colWidths=[16, paper.inner - 16])
    table.setStyle(
        TableStyle([("BOX", (0, 0), (-1, -1), 0.7, sheet.TEXT, None, (2, 2)), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)])
    )  # fmt: skip
    return table


def decide_page(review: Review, paper: Paper, question: str) -> Iterator[Flowable]:
    """Everything on page one."""
    act = review.in_tier("act")
    yield patient_line(review)
    yield Spacer(1, 5)
    yield question_box(question, paper)
    yield Spacer(1, 8)
    others = f"Review {len(review.in_tier('review'))} and Notes {len(review.in_tier('note'))} follow"
    if not act:
        yield section("Nothing to decide today among what was checked", others, paper)
        yield Paragraph(safe(wording.scope(review)), sheet.BODY)
    else:
        shown = act[:MOST]
        more = f" (the first {MOST} of {len(act)})" if len(act) > MOST else ""
        yield section(f"Decide today: {len(act)} findings{more}, most urgent first", others, paper)
        yield findings_table(shown, review, paper)
    yield Spacer(1, 6)
    yield KeepTogether([not_checked_box(review, paper)])
