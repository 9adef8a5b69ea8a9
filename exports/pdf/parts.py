"""What follows page one: the list, the other findings, burdens, monitoring, what stays quiet, sources, sign-off."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from exports.pdf import sheet
from exports.pdf.conference import findings_table, section
from exports.pdf.glyphs import HighAlert
from exports.pdf.sheet import Paper, safe
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.regimen import Medication

PLAIN = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8), ("LINEBELOW", (0, 0), (-1, -1), 0.4, sheet.FAINT),
]  # fmt: skip


def reconciled_list(review: Review, paper: Paper) -> Iterator[Flowable]:
    """As resolved beside as written; what is not settled says so, what is missing is a dash."""
    count = len(review.regimen.medications)
    yield section(f"Reconciled list, {count} medications", "H high-alert · — not on the list", paper)
    shares = (0.025, 0.235, 0.245, 0.185, 0.085, 0.125, 0.10)
    head = ["", "Medication", "As written", "Dose", "Route", "For", "Status"]
    rows: list[list[Flowable | str]] = [[Paragraph(h, sheet.COLUMN) for h in head]]
    rows += [_entry(m, review) for m in review.regimen.medications]
    table = Table(rows, colWidths=[paper.inner * s for s in shares], repeatRows=1)
    table.setStyle(TableStyle(PLAIN))
    yield table


def _entry(entry: Medication, review: Review) -> list[Flowable | str]:
    statement = entry.statement
    alert = HighAlert() if set(entry.substances) & review.high_alert else ""
    name = wording.medication(entry, review.tall_man)
    if entry.resolution.state in ("confirm", "unresolved"):
        word = "not recognised" if entry.resolution.state == "unresolved" else "not settled"
        shown = Paragraph(f"<b>{word}: not checked</b>", sheet.SMALL)
    elif entry.resolution.state == "not-a-medicine":
        shown = Paragraph("not a medicine", sheet.SMALL)
    else:
        shown = Paragraph(safe(name), sheet.SMALL_BOLD)
    same = entry.as_written.casefold() == name.casefold()
    when = statement.start.isoformat() if statement.start else ""
    status = " ".join(x for x in (statement.status, when) if x)
    weekly = bool(statement.dosage.frequency and statement.dosage.frequency.unit == "wk")
    dose = safe(wording.dose(statement.dosage)) or "—"
    dose = dose.replace("weekly", "<b>WEEKLY</b>") + (", day ?" if weekly and not statement.dosage.days else "")
    return [
        alert,
        shown,
        Paragraph("same" if same else safe(entry.as_written), sheet.SMALL_ITALIC),
        Paragraph(dose, sheet.SMALL),
        Paragraph(safe(entry.route or "—"), sheet.SMALL),
        Paragraph(safe(statement.indication or "—"), sheet.SMALL),
        Paragraph(safe(status), sheet.SMALL),
    ]


def other_findings(review: Review, paper: Paper, first: int) -> Iterator[Flowable]:
    """What did not fit page one, the findings to look at, and the notes in one line each."""
    rest = review.in_tier("act")[first:]
    if rest:
        yield section(f"Decide today, continued: {len(rest)}", "", paper)
        yield findings_table(rest, review, paper)
    look = [f for f in review.in_tier("review") if f.kind != "burden"]
    if look:
        yield section(f"Look at: {len(look)} findings", "in the order to read", paper)
        yield findings_table(tuple(look), review, paper)
    notes = [f for f in review.in_tier("note") if f.kind != "burden"]
    if notes:
        yield Spacer(1, 6)
        yield section(f"Notes: {len(notes)}", "nothing to change by themselves", paper)
        rows = [[Paragraph(safe(f.headline), sheet.SMALL_BOLD), Paragraph(safe(_note(f, review)), sheet.SMALL)] for f in notes]
        table = Table(rows, colWidths=[paper.inner * 0.34, paper.inner * 0.66])
        table.setStyle(TableStyle(PLAIN))
        yield table


def _note(finding: Finding, review: Review) -> str:
    drugs = ", ".join(wording.drug(d, review.tall_man) for d in finding.drugs)
    meant = f" Intended: {finding.protects}." if finding.intended and finding.protects else " Intended." if finding.intended else ""
    return f"{drugs}. {finding.consequence}.{meant} [{finding.rule_id}]".replace("..", ".")


class _Bar(Flowable):
    """A stacked bar of contributions in greys that print without colour."""

    def __init__(self, parts: list[float], width: float, height: float = 8) -> None:
        super().__init__()
        self.parts, self.width, self.height = parts, width, height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height + 2

    def draw(self) -> None:
        total, x = sum(self.parts) or 1, 0.0
        self.canv.setStrokeColor(sheet.TEXT)
        self.canv.setLineWidth(0.5)
        for n, part in enumerate(self.parts):
            wide = self.width * part / total
            self.canv.setFillColor(sheet.BARS[n % len(sheet.BARS)])
            self.canv.rect(x, 0, wide, self.height, stroke=1, fill=1)
            x += wide


def burdens(review: Review, paper: Paper) -> Iterator[Flowable]:
    """Each load with what every drug adds to it."""
    found = [f for f in review.findings if f.kind == "burden"]
    if not found:
        return
    yield Spacer(1, 8)
    yield section("Burdens, with their parts", "scales differ; each names its own", paper)
    rows = []
    for f in found:
        counted = [c for c in f.contributions if c.points]
        parts = ", ".join(f"{c.what} {c.points:g}" for c in counted)
        bar = _Bar([c.points for c in counted], paper.inner * 0.18)
        rows.append([Paragraph(safe(f.headline), sheet.SMALL_BOLD), bar, Paragraph(f"{f.score:g}", sheet.RIGHT_BOLD), Paragraph(f"{safe(parts)} [{safe(f.rule_id)}]", sheet.SMALL)])
    table = Table(rows, colWidths=[paper.inner * s for s in (0.28, 0.20, 0.05, 0.47)])
    table.setStyle(TableStyle(PLAIN))
    yield table


def monitoring(review: Review, paper: Paper) -> Iterator[Flowable]:
    """Every test that a finding asks for, merged by test."""
    asked: dict[str, list[tuple[str, str, str]]] = {}
    for f in (x for top in review.findings for x in (top, *top.members)):
        for item in f.monitoring:
            asked.setdefault(item.test, []).append((wording.drug(f.drugs[0], review.tall_man), item.when, item.act))
    if not asked:
        return
    yield Spacer(1, 8)
    yield section("Monitoring, merged by test", f"{len(asked)} tests", paper)
    rows = []
    for test, wants in asked.items():
        drugs = ", ".join(dict.fromkeys(w[0] for w in wants))
        when = "; ".join(dict.fromkeys(w[1] for w in wants if w[1]))
        act = " ".join(dict.fromkeys(w[2] for w in wants if w[2]))
        rows.append([Paragraph(safe(t), s) for t, s in ((test, sheet.SMALL_BOLD), (drugs, sheet.SMALL), (when, sheet.SMALL), (act, sheet.SMALL))])
    table = Table(rows, colWidths=[paper.inner * s for s in (0.18, 0.2, 0.26, 0.36)])
    table.setStyle(TableStyle(PLAIN))
    yield table


def quiet_and_sources(review: Review, paper: Paper) -> Iterator[Flowable]:
    """What was looked at and left quiet, the sources of everything printed, and the version of the base."""
    yield Spacer(1, 8)
    yield section(f"Looked at and left quiet: {len(review.quiet)}", "", paper)
    lines = " · ".join(f"{' + '.join(wording.drug(d, review.tall_man) for d in q.drugs)} ({q.why})" for q in review.quiet)
    yield Paragraph(safe(lines) or "Nothing.", sheet.SMALL)
    yield Spacer(1, 8)
    yield section("Sources", "as cited by the rules that spoke", paper)
    seen: dict[str, list[str]] = {}
    for f in (x for top in review.findings for x in (top, *top.members)):
        for s in f.sources:
            words = ", ".join(x for x in (s.title, s.section, s.date) if x) + (" (speaks against)" if s.says == "refutes" else "")
            seen.setdefault(words, []).append(f.rule_id)
    for words, rules in sorted(seen.items()):
        yield Paragraph(f"{safe(words)} <font color='#505A65'>[{safe(', '.join(dict.fromkeys(rules)))}]</font>", sheet.SMALL)
    yield Spacer(1, 8)
    yield Paragraph(f"Base {safe(review.knowledge_version)}, sha256 {safe(review.knowledge_sha256)}. {safe(_drafts(review))}", sheet.SMALL)


def _drafts(review: Review) -> str:
    every = [f for top in review.findings for f in (top, *top.members)]
    drafts = sum(f.rule_status == "draft" for f in every)
    return f"{drafts} of {len(every)} findings rest on draft rules: no professional has signed them."


def sign_off(paper: Paper) -> Iterator[Flowable]:
    """A line for each who answers for it."""
    yield Spacer(1, 14)
    cells = [Paragraph(f"{word} {'_' * n}", sheet.SMALL) for word, n in (("Name", 34), ("Role", 26), ("Date", 18), ("Signed", 30))]
    yield Table([cells], colWidths=[paper.inner * s for s in (0.31, 0.25, 0.18, 0.26)])
