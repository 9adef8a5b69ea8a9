"""What follows the list: the other findings, burdens, monitoring, what stays quiet, sources, sign-off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportlab.platypus import Flowable, Spacer

from exports.decided import Decisions
from exports.pdf import phrases, sheet
from exports.pdf.conference import begin
from exports.pdf.glyphs import DecisionBox, Sign
from exports.pdf.phrases import sentence
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Grid, Layout, Rows, Text, marked
from exports.pdf.words import counted, in_use, say, told
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.picture.content import pair_links
from regimen_review.plans.monitoring import DueTest, monitoring_calendar
from regimen_review.plans.sandbox import Scenario

LOOK_HEADS = ("Sign", "What may happen, drugs", "In this patient", "First step · basis", "Decision")


MOST_LINES = 6
"""Lines of facts in a row of a lesser finding; the rest is counted and stands in the full review."""


def look_table(findings: tuple[Finding, ...], review: Review, paper: Paper, decisions: Decisions) -> Flowable:
    """One close row a finding: sign, problem and drugs, what counted, the first step, boxes to tick."""
    shares = (0.066, 0.274, 0.165, 0.325, 0.17)
    head = [Text(told(t), sheet.COLUMN) for t in LOOK_HEADS]
    table = Grid(
        [head, *(_look(f, review, decisions, paper.inner * shares[2] - 6) for f in findings)],
        colWidths=[paper.inner * s for s in shares],
        repeatRows=1,
    )
    table.setStyle(sheet.LINES)
    return table


def _look(finding: Finding, review: Review, decisions: Decisions, width: float) -> list[Flowable | list[Flowable]]:
    every = phrases.facts(finding)
    fitting = phrases.that_fit(every, "; ", sheet.SMALL, width, MOST_LINES)
    facts = phrases.some(every, fitting, "; ")
    questions = phrases.some([phrases.asked(q) for q in phrases.not_told(finding)], 3)
    patient = ". ".join(x for x in (safe(facts), f"<i>{told('Not told: {what}.', what=questions)}</i>" if questions else "") if x)
    more = len(finding.management) - 1
    step = safe(finding.management[0]) if finding.management else told("No step stands in the rule.")
    step += f" <i>{told('+{n} in the full review', n=more)}</i>" if more > 0 else ""
    mark = f"<font size='7.2' color='#505A65'>{told(finding.urgency)} · {safe(phrases.basis(finding))} · {safe(phrases.rule_mark(finding))}</font>"
    return [
        [Sign(finding.severity, 11), Text(told(wording.SIGNAL[finding.severity]), sheet.CENTRE)],
        Text(f"<b>{safe(finding.headline)}</b><br/>{safe(phrases.drugs(finding, review))}", sheet.SMALL),
        Text(patient or "—", sheet.SMALL),
        Text(f"{step}<br/>{mark}", sheet.SMALL),
        DecisionBox(decisions.get(finding.id), lines=False),
    ]


def other_findings(review: Review, paper: Paper, first: int, decisions: Decisions) -> Iterator[Flowable]:
    """What did not fit page one, the findings to look at, and the notes in one line each."""
    rest = review.in_tier("act")[first:]
    if rest:
        yield from begin(say("Decide today, continued: {n}", n=len(rest)), "", paper.inner)
        yield look_table(rest, review, paper, decisions)
        yield Spacer(1, 8)
    look = tuple(f for f in review.in_tier("review") if f.kind != "burden")
    if look:
        title = say("Look at: {count}", count=counted(len(look), "{n} finding", "{n} findings"))
        yield from begin(title, say("in the order to read; burdens stand apart"), paper.inner)
        yield look_table(look, review, paper, decisions)
        yield Spacer(1, 8)
    notes = [f for f in review.in_tier("note") if f.kind != "burden"]
    if notes:
        yield from begin(say("Notes: {n}", n=len(notes)), say("nothing to change by themselves; whole in the full review"), paper.inner)
        half = (len(notes) + 1) // 2
        cells = [_note(f, review) for f in notes]
        rows = [[cells[n], "", cells[n + half] if n + half < len(cells) else ""] for n in range(half)]
        table = Layout(rows, colWidths=[paper.inner * s for s in (0.49, 0.02, 0.49)])
        table.setStyle(sheet.LINES)
        yield table


def of_kinds(review: Review, paper: Paper) -> Iterator[Flowable]:
    """Where duplicates and omitted therapy stand: they are asked about by name, and read among the other findings."""
    yield from begin(say("Duplicates and omitted therapy"), say("each is told in full among the findings"), paper.inner)
    for label, kind in ((say("Duplicates:"), "duplicate"), (say("Omitted:"), "omitted")):
        found = [f for f in phrases.every(review) if f.kind == kind]
        lines = "; ".join(f"{told(wording.SIGNAL[f.severity])}: {safe(f.headline)} ({safe(phrases.drugs(f, review))})" for f in found)
        yield Text(f"<b>{safe(label)}</b> {lines or told('none found among what was checked')}.", sheet.SMALL)
    yield Spacer(1, 8)


def _note(finding: Finding, review: Review) -> Text:
    meant = f" {told('Intended.')}" if finding.intended else ""
    return Text(
        f"<b>{safe(sentence(finding.headline))}</b>{meant} {safe(phrases.drugs(finding, review))} <font size='7.2' color='#505A65'>{safe(finding.rule_id)}</font>",
        sheet.SMALL,
    )


class Bar(Flowable):  # type: ignore[misc]
    """A stacked bar of contributions in greys that print without colour; decoration beside the same words."""

    def __init__(self, parts: list[float], width: float, height: float = 7.5) -> None:
        super().__init__()
        self.parts, self.width, self.height = parts, width, height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """As asked for."""
        return self.width, self.height + 1.5

    def draw(self) -> None:
        """Draw it."""
        total, x = sum(self.parts) or 1, 0.0
        self.canv.setStrokeColor(sheet.TEXT)
        self.canv.setLineWidth(0.5)
        for n, part in enumerate(self.parts):
            wide = self.width * part / total
            self.canv.setFillColor(sheet.BARS[n % len(sheet.BARS)])
            self.canv.rect(x, 0, wide, self.height, stroke=1, fill=1)
            x += wide


def burdens(review: Review, width: float) -> Iterator[Flowable]:
    """Each load with what every drug adds to it."""
    found = [f for f in review.findings if f.kind == "burden"]
    if not found:
        return
    yield from begin(say("Burdens, with their parts"), say("each on its own scale") if width > 300 else "", width)
    narrow = width < 300
    rows = [_burden(f, width * (0.36 if narrow else 0.17), narrow=narrow) for f in found]
    shares = (0.62, 0.38) if narrow else (0.25, 0.19, 0.56)
    table = Rows(rows, colWidths=[width * s for s in shares])
    table.setStyle(sheet.LINES)
    yield table


def _burden(finding: Finding, bar: float, *, narrow: bool) -> list[Flowable | list[Flowable]]:
    counted = [c for c in finding.contributions if c.points]
    parts = ", ".join(f"{c.what} {wording.number(c.points)}" for c in counted)
    title = Text(f"<b>{safe(finding.headline)}</b>", sheet.SMALL)
    listed = Text(f"{safe(parts)} <font color='#505A65'>{safe(finding.rule_id)}</font>", sheet.SMALL)
    drawn = Bar([c.points for c in counted], bar)
    return [[title, listed], drawn] if narrow else [title, drawn, listed]


TEST_HEADS = ("Test", "For", "When", "Last", "Due")


def monitoring(review: Review, width: float) -> Iterator[Flowable]:
    """Every test that a finding asks for, merged by test, the soonest first: for which drugs, when, due on which day."""
    calendar = monitoring_calendar(review)
    if not calendar.tests:
        return
    yield from begin(
        say("Monitoring, {count}", count=counted(len(calendar.tests), "{n} test", "{n} tests")),
        say("what to do at which value: in the full review"),
        width,
    )
    rows: list[list[Flowable | str]] = [[Text(told(t), sheet.COLUMN) for t in TEST_HEADS]]
    rows += [[Text(cell, sheet.SMALL) for cell in _test(t, review)] for t in calendar.tests]
    table = Grid(rows, colWidths=[width * s for s in (0.22, 0.27, 0.29, 0.10, 0.12)], repeatRows=1)
    table.setStyle(sheet.LINES)
    yield table


def _test(test: DueTest, review: Review) -> tuple[str, ...]:
    drugs = ", ".join(dict.fromkeys(wording.drug(d, review.tall_man) for r in test.reasons for d in r.drugs))
    when = list(dict.fromkeys(r.when for r in test.reasons if r.when))
    shown = "; ".join(when[:2]) + (f"; {say('and {n} more', n=len(when) - 2)}" if len(when) > 2 else "")
    now = test.due is not None and test.due == review.as_of
    due = f"<b>{told('now')}</b>" if now else test.due.isoformat() if test.due else "—"
    last = test.last.isoformat() if test.last else told("no date" if test.last_value else "none")
    return f"<b>{safe(test.test)}</b>", safe(drugs), safe(shown) or "—", last, due + (f", {told('overdue')}" if test.overdue else "")


OPTION_HEADS = ("Change", "To decide today", "Pairs with a Warning", "Difference and cost")


def options_compared(review: Review, tried: Sequence[Scenario], paper: Paper) -> Iterator[Flowable]:
    """What was tried out: findings to decide and drug pairs with a Warning, beside the list as it is, and what it costs."""
    if not tried:
        return
    yield from begin(say("Options compared"), say("tried out, not ordered"), paper.inner)
    rows: list[list[Flowable | str]] = [[Text(told(t), sheet.COLUMN) for t in OPTION_HEADS]]
    rows.append([Text(x, sheet.SMALL) for x in (f"<b>{told('Today')}</b>", *_weights(review), "")])
    for n, scenario in enumerate(tried):
        words = " ".join((scenario.comparison.says, *scenario.lingering))
        rows.append(
            [Text(x, sheet.SMALL) for x in (f"<b>{chr(65 + n)}</b> {safe(scenario.name)}", *_weights(scenario.review), safe(words))]
        )
    table = Grid(rows, colWidths=[paper.inner * s for s in (0.30, 0.11, 0.15, 0.44)], repeatRows=1)
    table.setStyle(sheet.LINES)
    yield table
    yield Spacer(1, 8)


def _weights(review: Review) -> tuple[str, str]:
    pairs = sum(link.mark in ("major", "contraindicated") for link in pair_links(review).values())
    return f"<b>{len(review.in_tier('act'))}</b>", f"<b>{pairs}</b>"


def quiet(review: Review, paper: Paper) -> Iterator[Flowable]:
    """What was looked at and deliberately not flagged, with the reason once for all that share it."""
    yield from begin(
        say("Looked at and left quiet: {n}", n=len(review.quiet)), say("deliberately not flagged, with the reason"), paper.inner
    )
    reasons: dict[str, list[str]] = {}
    for q in review.quiet:
        reasons.setdefault(q.why, []).append(" + ".join(wording.drug(d, review.tall_man) for d in q.drugs))
    lines = " · ".join(f"<b>{safe(', '.join(pairs))}</b> ({safe(why)})" for why, pairs in reasons.items())
    yield Text(lines or told("Nothing."), sheet.SMALL)
    yield Spacer(1, 8)


def not_checked(review: Review, paper: Paper) -> Iterator[Flowable]:
    """Everything that was not checked, and why."""
    lines = phrases.merged_not_checked(review)
    if not lines:
        return
    yield from begin(say("Not checked: {n}", n=len(lines)), say("no finding is not the same as safe"), paper.inner)
    rows = [[Sign("not-checked", 8, centre=False), Text(safe(sentence(line)), sheet.SMALL)] for line in lines]
    table = Layout(rows, colWidths=[14, paper.inner - 14])
    table.setStyle(sheet.LINES)
    yield table
    yield Spacer(1, 8)


def sources(review: Review, findings: Iterable[Finding], paper: Paper, title: str) -> Iterator[Flowable]:
    """The sources of findings, each once, with its places and the rules that cite it."""
    seen: dict[str, dict[str, list[str]]] = {}
    for f in findings:
        for s in f.sources:
            place = ", ".join(x for x in (s.section, s.date) if x) + (f" ({say('speaks against')})" if s.says == "refutes" else "")
            seen.setdefault(s.title, {}).setdefault(place, []).append(f.rule_id)
    if not seen:
        return
    every = {s.title for f in phrases.every(review) for s in f.sources}
    more = len(every - set(seen))
    yield from begin(
        f"{title}: {len(seen)}", say("{n} more, of the other findings, in the full review", n=more) if more else "", paper.inner
    )
    for name, places in sorted(seen.items()):
        cited = "; ".join(
            f"{safe(place)} <font color='#505A65'>[{safe(', '.join(dict.fromkeys(rules)))}]</font>".strip()
            for place, rules in sorted(places.items())
        )
        yield Text(f"<b>{safe(name)}</b> {cited}", sheet.SMALL)
    yield Spacer(1, 8)


def drafts(review: Review) -> str:
    """How many of the findings rest on rules that nobody signed."""
    found = list(phrases.every(review))
    count = sum(f.rule_status == "draft" for f in found)
    if not found:
        return say("No rule spoke.")
    return say("{n} of {all} findings rest on draft rules: no professional has signed them.", n=count, all=len(found))


def version_and_hash(review: Review, digest: str, paper: Paper) -> Iterator[Flowable]:
    """Where everything comes from, and how to check that this paper is the whole and unchanged review."""
    yield from begin(say("Version"), "", paper.inner)
    compiled = say(", compiled {day}", day=review.knowledge_compiled.isoformat()) if review.knowledge_compiled else ""
    base = say("Base {version}{compiled}, sha256 {sha}.", version=review.knowledge_version, compiled=compiled, sha=review.knowledge_sha256)
    attached = told(
        "The whole review is attached to this file as review.json, sha256 {sha}; open this PDF in Regimen Review to see it again.",
        sha=digest,
    ).replace(digest, f"<b>{digest}</b>")
    house = in_use().mark
    own = told("Some phrases are worded by the house ({mark}); findings and what was not checked are not.", mark=house) if house else ""
    ids = told("A finding's id is its rule and the drugs of its row.")
    yield Text(" ".join(x for x in (safe(base), safe(drafts(review)), attached, ids, own) if x), sheet.SMALL)


class SignOff(Flowable):  # type: ignore[misc]
    """A line for each who answers for it."""

    FIELDS = (("Name", 0.31), ("Role", 0.25), ("Date", 0.17), ("Signed", 0.27))

    def __init__(self, width: float) -> None:
        super().__init__()
        self.room = width

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """One line with room above it to write in."""
        return self.room, 34

    def draw(self) -> None:
        """Draw it."""
        canvas, x = self.canv, 0.0
        canvas.setStrokeColor(sheet.TEXT)
        canvas.setLineWidth(0.5)
        canvas.setFillColor(sheet.TEXT)
        for word, share in self.FIELDS:
            wide = self.room * share
            with marked(canvas, "P"):
                canvas.setFont(sheet.REGULAR, 8.25)
                canvas.drawString(x, 3, say(word))
            canvas.line(x + canvas.stringWidth(say(word), sheet.REGULAR, 8.25) + 4, 1.5, x + wide - 12, 1.5)
            x += wide
