"""The review as tables of plain cells, for spreadsheets, CSV and Markdown alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exports.decided import Decisions
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.plans.monitoring import monitoring_calendar
from regimen_review.rules.firing import missing_words

Cell = str | float | date | None
"""What a cell may hold; a gap is None."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; ``widths`` are column widths in characters."""

    name: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula (OWASP, CSV injection)."""
    return text.lstrip(" \t\r\n\xa0")[:1] in {"=", "+", "-", "@"} or text.startswith(_FORMULA)


def every_finding(review: Review) -> Iterator[tuple[str, Finding]]:
    """All findings with their place (``3``, and ``3.1`` for the first one folded into it)."""
    for n, finding in enumerate(review.findings, 1):
        yield str(n), finding
        for m, member in enumerate(finding.members, 1):
            yield f"{n}.{m}", member


def _drugs(finding: Finding, review: Review) -> str:
    return ", ".join(wording.drug(d, review.tall_man) for d in finding.drugs)


def findings_sheet(review: Review, decisions: Decisions) -> Sheet:
    """One row a finding, members under theirs."""
    heads = (
        "no", "tier", "severity", "word", "action", "urgency", "evidence", "basis", "kind", "headline", "drugs", "consequence", "in this patient",
        "not told", "steps", "mechanism", "decision", "who", "by", "note", "rule", "version", "status", "sources", "id",
    )  # fmt: skip
    widths = (6, 8, 15, 10, 10, 12, 12, 10, 16, 38, 30, 40, 34, 24, 60, 40, 10, 14, 12, 24, 30, 8, 9, 60, 40)
    return Sheet("Findings", heads, widths, tuple(_finding_row(place, f, review, decisions) for place, f in every_finding(review)))


def _finding_row(place: str, f: Finding, review: Review, decisions: Decisions) -> tuple[Cell, ...]:
    made = decisions.get(f.id)
    sources = " | ".join(
        ", ".join(x for x in (s.title, s.section, s.date, "speaks against" if s.says == "refutes" else "") if x) for s in f.sources
    )
    return (
        place, f.tier, f.severity, wording.SIGNAL[f.severity], f.action, f.urgency, f.evidence, f.basis, f.kind, f.headline, _drugs(f, review),
        f.consequence, "; ".join(wording.because(f)), "; ".join(dict.fromkeys(map(missing_words, f.questions))),
        " ".join(f"{n}. {s}" for n, s in enumerate(f.management, 1)), f.mechanism,
        made.word if made else None, made.who if made else None, made.by if made else None, made.note if made else None,
        f.rule_id, f.rule_version, f.rule_status, sources, f.id,
    )  # fmt: skip


def medications_sheet(review: Review) -> Sheet:
    """One row an entry, as written beside as resolved."""
    heads = (
        "entry",
        "as written",
        "resolved",
        "state",
        "dose",
        "route",
        "for",
        "status",
        "start",
        "stop",
        "prescriber",
        "RxNorm",
        "ATC",
        "high-alert",
        "line",
    )
    rows = tuple(
        (
            m.id, m.as_written, " + ".join(wording.drug(s, review.tall_man) for s in m.substances) or None, m.resolution.state,
            wording.dose(m.statement.dosage) or None, m.route, m.statement.indication, m.statement.status, m.statement.start, m.statement.stop,
            m.statement.prescriber, ", ".join(i.rxcui for i in m.ingredients if i.rxcui) or None, ", ".join(a for i in m.ingredients for a in i.atc) or None,
            "high-alert" if set(m.substances) & review.high_alert else None, m.statement.place.line,
        )
        for m in review.regimen.medications
    )  # fmt: skip
    return Sheet("Medications", heads, (7, 34, 28, 12, 24, 13, 22, 11, 11, 11, 18, 12, 20, 11, 6), rows)


def burdens_sheet(review: Review) -> Sheet:
    """One row a contribution to a burden."""
    rows = tuple(
        (f.headline, f.score, c.what, c.points, c.why or None, f.id) for f in review.findings if f.kind == "burden" for c in f.contributions
    )
    return Sheet("Burdens", ("burden", "sum", "part", "points", "why", "finding"), (40, 8, 28, 8, 34, 40), rows)


def monitoring_sheet(review: Review) -> Sheet:
    """One row a test, the soonest first."""
    heads = ("test", "due", "overdue", "every days", "last", "last value", "for", "when", "what to do", "findings")
    rows = tuple(
        (
            t.test, t.due, "overdue" if t.overdue else None, t.every_days, t.last, t.last_value or None,
            ", ".join(dict.fromkeys(wording.drug(d, review.tall_man) for r in t.reasons for d in r.drugs)),
            "; ".join(dict.fromkeys(r.when for r in t.reasons if r.when)), " ".join(t.acts), ", ".join(dict.fromkeys(r.finding_id for r in t.reasons)),
        )
        for t in monitoring_calendar(review).tests
    )  # fmt: skip
    return Sheet("Monitoring", heads, (30, 11, 9, 10, 11, 24, 34, 44, 54, 44), rows)


def not_checked_sheet(review: Review) -> Sheet:
    """One row a thing that was not checked."""
    rows: tuple[tuple[Cell, ...], ...] = tuple((n.what, n.why, n.missing, float(n.decides)) for n in review.not_checked)
    rows += tuple((left, "left out when reading", None, None) for left in review.left_out)
    return Sheet("Not checked", ("what", "why", "missing", "could decide"), (60, 34, 26, 12), rows)


def quiet_sheet(review: Review) -> Sheet:
    """One row a pair that was looked at and left quiet."""
    rows = tuple((" + ".join(wording.drug(d, review.tall_man) for d in q.drugs), q.why, q.rule_id or None) for q in review.quiet)
    return Sheet("Left quiet", ("drugs", "why", "rule"), (40, 60, 36), rows)


def about_sheet(review: Review, digest: str) -> Sheet:
    """What the file is, of when, and from which base."""
    rows: tuple[tuple[Cell, ...], ...] = (
        ("regimen at", review.as_of),
        ("list", review.source_name or None),
        ("scope", wording.scope(review)),
        ("base", review.knowledge_version),
        ("base sha256", review.knowledge_sha256),
        ("review sha256", digest),
        ("use", "Supports a professional's decision and does not make it. No finding is not the same as safe."),
    )
    return Sheet("About", ("what", "value"), (18, 90), rows)


def sheets_of(review: Review, decisions: Decisions, digest: str) -> tuple[Sheet, ...]:
    """All tables, in the order in which they are read."""
    return (
        findings_sheet(review, decisions), medications_sheet(review), burdens_sheet(review), monitoring_sheet(review), not_checked_sheet(review),
        quiet_sheet(review), about_sheet(review, digest),
    )  # fmt: skip
