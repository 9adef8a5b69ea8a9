"""Page one of the case-conference review: the patient in a line, the question, and what is to be decided today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, TableStyle

from exports.decided import Decisions
from exports.pdf import phrases, sheet
from exports.pdf.glyphs import DecisionBox, Sign
from exports.pdf.legend import Legend, LegendEntry
from exports.pdf.phrases import sentence
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Grid, Layout, Text, heading
from exports.pdf.words import counted, in_use, say, told
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.rules.firing import missing_words
from regimen_review.rules.situation import readable_unit

MOST = 10
"""Findings on page one; the rest follow on the next pages, counted here."""
WIDTHS = (12 * mm, 45 * mm, 36 * mm, 0.0, 32 * mm)


@dataclass(frozen=True, slots=True)
class Level:
    """How many lines of consequence, facts, steps and drugs a row shows; what is left out is counted and stands overleaf."""

    consequence: int
    facts: int
    steps: int
    drugs: int


LEVELS = (
    Level(9, 9, 99, 99),
    Level(3, 5, 7, 8),
    Level(2, 4, 5, 6),
    Level(2, 4, 4, 5),
    Level(1, 3, 3, 4),
    Level(1, 2, 2, 3),
    Level(1, 2, 1, 2),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table as it was cut to its level."""

    place: int
    finding: Finding
    facts: tuple[str, ...]
    steps: tuple[str, ...]
    said: str
    drugs: tuple[str, ...]

    def rest(self) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Facts, steps and consequence that the row does not show."""
        missing = (*phrases.facts(self.finding)[len(self.facts) :],)
        whole = sentence(self.finding.consequence)
        return missing, self.finding.management[len(self.steps) :], "" if self.said else whole


def widths(paper: Paper) -> list[float]:
    """Column widths in points."""
    fixed = list(WIDTHS)
    fixed[3] = paper.inner - sum(WIDTHS)
    return fixed


def patient_line(review: Review) -> Text:
    """Who it is, what they have, the latest values with their dates, and what is missing."""
    patient = review.patient
    age = patient.age(review.as_of)
    who = say({"female": "Woman", "male": "Man"}.get(patient.sex or "", "Patient, sex not recorded"))
    conditions = list(dict.fromkeys(c.text for c in patient.conditions if c.active))
    parts = [f"<b>{safe(who)}, {f'{age:g}' if age is not None else told('age not recorded')}</b>"]
    parts.append(safe("; ".join(conditions)) if conditions else told("no conditions on record"))
    many = counted(len(review.regimen.current()), "{n} medication", "{n} medications")
    text = "; ".join(parts) + f". {safe(many)}. {_values(review)}"
    missing = dict.fromkeys(
        n.missing for n in review.not_checked if n.missing and not n.missing.startswith(("dose of", "frequency of", "name of"))
    )
    if missing:
        words = [phrases.asked(missing_words(m)) for m in missing]
        doses = sum(bool(n.missing and n.missing.startswith(("dose of", "frequency of"))) for n in review.not_checked)
        words += [counted(doses, "{n} dose", "{n} doses")] if doses else []
        text += f" <u>{told('Missing: {what}.', what=phrases.some(words, 12))}</u>"
    return Text(text, sheet.LEAD)


def _values(review: Review) -> str:
    """The newest value of each measure, dates joined where they are the same."""
    newest: dict[str, tuple[str, str]] = {}
    for o in sorted(
        (o for o in review.patient.observations if o.value is not None and o.measure), key=lambda o: o.when.isoformat() if o.when else ""
    ):
        assert o.value is not None
        assert o.measure is not None
        shown = f"{safe(o.text)} <b>{wording.number(o.value)} {safe(readable_unit(o.unit or ''))}</b>".replace(" </b>", "</b>")
        newest[o.measure] = (shown, o.when.isoformat() if o.when else say("no date"))
    if not newest:
        return told("No laboratory values on record.")
    days = Counter(day for _, day in newest.values())
    if len(days) == 1:
        day = next(iter(days))
        return ", ".join(shown for shown, _ in newest.values()) + (
            f" ({day})." if len(newest) == 1 else f" ({told('all {day}', day=day)})."
        )
    return ", ".join(f"{shown} ({day})" for shown, day in newest.values()) + "."


def language_note() -> list[Flowable]:
    """That the texts of the base are not translated, where the print's own phrases are."""
    if in_use().language == "en":
        return []
    return [Text(told("Medical texts stand in the language of the knowledge base, English."), sheet.SMALL_GREY)]


def question_box(question: str, paper: Paper) -> Layout:
    """The question for the conference, framed; room to write on where nobody wrote one."""
    text = f"<b>{told('Question.')}</b> {safe(question)}".rstrip()
    table = Layout([[Text(text, sheet.LEAD)]], colWidths=[paper.inner], rowHeights=None if question else [24])
    table.setStyle(
        TableStyle([("BOX", (0, 0), (-1, -1), 1, sheet.TEXT), ("LEFTPADDING", (0, 0), (-1, -1), 6), ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 5), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )  # fmt: skip
    return table


def section(title: str, right: str, width: float, level: int = 2) -> Layout:
    """A section's title over a rule, with a remark at the right, which gets the room that its words take."""
    beside = min(width * 0.5, sheet.width_of(right, sheet.RIGHT.fontName, sheet.RIGHT.fontSize) + 8) if right else 0.0
    cells = [heading(safe(title), sheet.BLOCK, level)] + ([Text(safe(right), sheet.RIGHT)] if right else [])
    table = Layout([cells], colWidths=[width - beside, beside][: len(cells)])
    table.setStyle(
        TableStyle(
            [("LINEBELOW", (0, 0), (-1, -1), 0.8, sheet.TEXT), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
             ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")]
        )
    )  # fmt: skip
    return table


def begin(title: str, right: str, width: float, need: float = 64) -> Iterator[Flowable]:
    """A section's title where at least ``need`` points of the page follow it, else on the next page."""
    yield CondPageBreak(need)
    yield section(title, right, width)


_STYLE = TableStyle(
    [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.6, sheet.RULE), ("LEFTPADDING", (0, 0), (0, -1), 0),
     ("RIGHTPADDING", (0, 0), (-1, -1), 5), ("RIGHTPADDING", (-1, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 2.5),
     ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5), ("LEFTPADDING", (1, 0), (-1, -1), 3),
     ("TOPPADDING", (0, 0), (-1, 0), 1), ("BOTTOMPADDING", (0, 0), (-1, 0), 1.5)]
)  # fmt: skip
HEADS = ("No.", "What may happen, drugs", "In this patient", "Suggested, in order · urgency · basis", "Decision")


def cut(place: int, finding: Finding, names: Sequence[str], level: Level, paper: Paper) -> Row:
    """What of a finding fits a row of that level: whole names of drugs, facts and steps, at least the first of each."""
    across = widths(paper)
    facts = phrases.facts(finding)
    fitting = phrases.that_fit(facts, "; ", sheet.EVIDENCE, across[2] - 8, level.facts)
    numbered = [f"{n} {s}" for n, s in enumerate(finding.management, 1)]
    steps = phrases.that_fit(numbered, " ", sheet.EVIDENCE, across[3] - 8, level.steps)
    said = sentence(finding.consequence)
    fits = phrases.lines_of(said, sheet.EVIDENCE, across[1] - 8) <= level.consequence
    fitting_drugs = phrases.that_fit(names, ", ", sheet.EVIDENCE, across[1] - 8, level.drugs)
    return Row(place, finding, tuple(facts[:fitting]), finding.management[:steps], said if fits else "", tuple(names[:fitting_drugs]))


def findings_table(rows: Sequence[Row], paper: Paper, decisions: Decisions) -> Grid:
    """One row a finding: place and sign, problem and drugs, evidence in this patient, steps, decision."""
    head = [Text(told(t), sheet.COLUMN) for t in HEADS]
    table = Grid([head, *(_cells(row, decisions) for row in rows)], colWidths=widths(paper), repeatRows=1)
    table.setStyle(_STYLE)
    return table


def _cells(row: Row, decisions: Decisions) -> list[list[Flowable]]:
    finding = row.finding
    sign = [Text(str(row.place), sheet.NUMBER), Sign(finding.severity), Text(told(wording.SIGNAL[finding.severity]), sheet.CENTRE)]
    facts, steps, said = row.rest()
    hidden = len(finding.drugs) - len(row.drugs)
    named = safe(", ".join(row.drugs)) + (f" <i>+{hidden}</i>" if hidden else "") + "."
    shown = f"{named} {'<i>+1</i>' if said else safe(row.said)}".strip()
    problem = [Text(safe(finding.headline), sheet.HEADLINE), Text(shown, sheet.EVIDENCE)]
    counts = safe("; ".join(row.facts)) or told("On the list; nothing else of the patient counted.")
    patient: list[Flowable] = [Text(counts + (f" <i>+{len(facts)}</i>" if facts else ""), sheet.EVIDENCE)]
    questions = phrases.not_told(finding)
    if questions:
        patient.append(Text(f"<i>{told('Not told: {what}.', what=_few(questions))}</i>", sheet.SMALL_GREY))
    listed = " ".join(f"<b>{n}</b> {safe(step)}" for n, step in enumerate(row.steps, 1)) or told("No step stands in the rule.")
    more = f" <i>+{len(steps)}</i>" if steps else ""
    action: list[Flowable] = [
        Text(listed + more, sheet.EVIDENCE),
        Text(_basis_line(finding), sheet.SMALL_GREY),
    ]
    made = decisions.get(finding.id)
    return [sign, problem, patient, action, [DecisionBox(made)]]


def names_of(finding: Finding, review: Review) -> list[str]:
    """The drugs of a finding as displayed."""
    return [wording.drug(d, review.tall_man) for d in finding.drugs]


def _basis_line(finding: Finding) -> str:
    parts = (phrases.basis(finding), phrases.short_sources(finding), phrases.rule_mark(finding))
    return f"<b>{told(finding.urgency or 'no date')}</b> · " + safe(" · ".join(p for p in parts if p))


def _few(questions: list[str]) -> str:
    """Questions without the words that all share: ``weight, potassium``."""
    return phrases.some([phrases.asked(q) for q in questions], 3)


NO_FINDING = "No finding is not the same as safe."
LISTED_LAST = "and {n} more, listed on the last pages"


def not_checked_box(review: Review, paper: Paper, most: int | None = None, rest: str = LISTED_LAST) -> Layout:
    """What was not checked, in a dashed frame that never looks like a finding or like its absence."""
    lines = phrases.short_not_checked(review)
    shown = lines if most is None or len(lines) <= most else lines[:most]
    text = f"<b>{told('Not checked:')}</b> " + (safe(" · ".join(shown)) or told("nothing was left out"))
    if len(shown) < len(lines):
        text += f" · <b>{told(rest, n=len(lines) - len(shown))}</b>"
    table = Layout(
        [[Sign("not-checked", 10, centre=False), Text(f"{text}. {told(NO_FINDING)}", sheet.SMALL)]],
        colWidths=[19, paper.inner - 19],
    )
    table.setStyle(
        TableStyle([("BOX", (0, 0), (-1, -1), 0.7, sheet.TEXT, None, (2, 2)), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 4), ("LEFTPADDING", (1, 0), (1, 0), 2)])
    )  # fmt: skip
    return table


LOOK_WORDS = ("Danger, contraindicated", "Warning, major", "Caution, moderate", "Note, minor", "Intended", "Not checked")
_SIGNS = ("contraindicated", "major", "moderate", "minor", "intended", "not-checked")


def sign_legend(review: Review, paper: Paper) -> Legend:
    """Every sign with its word, and how many findings to decide bear the graver ones."""
    count = Counter[str](f.severity for f in review.in_tier("act"))
    words = [say(w) for w in LOOK_WORDS]
    words[:2] = [f"{w}: {count[sign] or say('none')}" for w, sign in zip(words, _SIGNS[:2], strict=False)]
    return Legend(tuple(LegendEntry(sign, w) for sign, w in zip(_SIGNS, words, strict=True)), paper.inner)
