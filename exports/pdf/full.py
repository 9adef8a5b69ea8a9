"""The pharmacist's full review: every finding with all its parts, and every source with its section and date."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, KeepTogether, Spacer, TableStyle

from exports.decided import Decided, Decisions
from exports.pdf import phrases, sheet
from exports.pdf.conference import begin
from exports.pdf.glyphs import DecisionBox, Sign
from exports.pdf.phrases import sentence
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Layout, Text, heading
from exports.pdf.words import counted, say, told
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Evidence, Tier

TIERS: tuple[tuple[Tier, str], ...] = (("act", "Act: decide today"), ("review", "Review: look at it"), ("note", "Notes"))
HOLDS = {True: "yes", False: "no", None: "not told"}
_GREY = "#505A65"


def all_findings(review: Review, paper: Paper, decisions: Decisions) -> Iterator[Flowable]:
    """Every finding by tier, in reading order, members under the finding that holds them."""
    for tier, title in TIERS:
        found = review.in_tier(tier)
        if not found:
            continue
        yield from begin(f"{say(title)}, {counted(len(found), '{n} finding', '{n} findings')}", "", paper.inner)
        for place, finding in enumerate(found, 1):
            yield from _block(place, finding, review, paper, decisions.get(finding.id))
        yield Spacer(1, 8)


def _block(place: int, finding: Finding, review: Review, paper: Paper, made: Decided | None) -> Iterator[Flowable]:
    lines = list(_lines(finding, review))
    box = [DecisionBox(made)] if finding.tier != "note" or made else []
    head = Layout(
        [
            [
                [Text(str(place), sheet.NUMBER), Sign(finding.severity), Text(told(wording.SIGNAL[finding.severity]), sheet.CENTRE)],
                [heading(safe(finding.headline), sheet.HEADLINE, 3), *lines[:3]],
                box,
            ]
        ],
        colWidths=[paper.inner * s for s in (0.07, 0.75, 0.18)],
    )
    head.setStyle(_HEAD)
    yield KeepTogether([Spacer(1, 3), head])
    for line in lines[3:]:
        yield _indented(line, paper, 0.07)
    for member in finding.members:
        yield from _member(member, review, paper)
    yield _rule(paper)


_HEAD = TableStyle(
    [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 6),
     ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
)  # fmt: skip


def _indented(line: Text, paper: Paper, share: float) -> Flowable:
    made = Text(line.text, sheet.style("indented", 8.25, 10.4, leftIndent=paper.inner * share, rightIndent=6))
    made.tag = line.tag
    return made


def _rule(paper: Paper) -> Flowable:
    line = Layout([[""]], colWidths=[paper.inner], rowHeights=[3])
    line.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.6, sheet.RULE), ("FONTSIZE", (0, 0), (-1, -1), 2)])
    return line


def _member(member: Finding, review: Review, paper: Paper) -> Iterator[Flowable]:
    title = Text(
        f"<b>{safe(member.headline)}</b> · {told(wording.SIGNAL[member.severity])}",
        sheet.style("member", 8.25, 10.4, spaceBefore=3, leftIndent=paper.inner * 0.09),
    )
    lines = [_indented(line, paper, 0.105) for line in _lines(member, review)]
    yield KeepTogether([title, *lines[:2]])
    yield from lines[2:]


def _said(label: str, text: str) -> Text:
    return Text(f"<b>{safe(label)}</b> {text}", sheet.EVIDENCE)


def _lines(finding: Finding, review: Review) -> Iterator[Text]:
    yield Text(f"{safe(phrases.drugs(finding, review))}{_roles(finding, review)}", sheet.EVIDENCE)
    if finding.consequence:
        course = [
            say("onset: {when}", when=say(finding.onset)) if finding.onset else "",
            say("how often: {often}", often=say(finding.frequency)) if finding.frequency else "",
        ]
        tail = "; ".join(x for x in course if x)
        yield _said(say("May happen."), safe(sentence(finding.consequence)) + (f" {safe(tail)}." if tail else ""))
    facts, missing = wording.because(finding), [phrases.asked(q) for q in phrases.not_told(finding)]
    if facts or missing:
        asked = f" <i>{told('Not told: {what}.', what='; '.join(missing))}</i>" if missing else ""
        yield _said(say("In this patient."), safe(sentence("; ".join(facts))) + asked)
    if finding.management:
        steps = " ".join(f"<b>{n}</b> {safe(step)}" for n, step in enumerate(finding.management, 1))
        yield _said(
            f"{say(finding.action.capitalize() if finding.action != 'none' else 'Do')}, {say(finding.urgency or 'no date')}.", steps
        )
    if finding.mechanism:
        yield _said(say("Mechanism."), safe(sentence(finding.mechanism)))
    yield from _reasons(finding)
    yield from _sources(finding)
    for other in finding.disagreement:
        yield _said(say("Another source says:"), safe(sentence(other)))
    updated = say(", of {day}", day=finding.rule_updated.isoformat()) if finding.rule_updated else ""
    yield Text(
        f"<font size='7.2' color='{_GREY}'>{safe(finding.id)} · v{safe(finding.rule_version)}{updated}, {told(finding.rule_status)} · {safe(phrases.basis(finding))}</font>",
        sheet.EVIDENCE,
    )


def _roles(finding: Finding, review: Review) -> str:
    if not (finding.object and finding.precipitant):
        return "."
    affected, affecting = (wording.drug(d, review.tall_man) for d in (finding.object, finding.precipitant))
    return told("; affected: {one}, by: {other}.", one=affected, other=affecting)


def _reasons(finding: Finding) -> Iterator[Text]:
    """Factors with their outcomes, steps of an inference, parts of a sum, tests."""
    if finding.factors:
        yield _said(
            say("Modifying factors."),
            "; ".join(f"{safe(f.says)}: <b>{told(HOLDS[f.holds])}</b>{_effect(f.effect, holds=f.holds)}" for f in finding.factors) + ".",
        )
    for n, step in enumerate(finding.steps, 1):
        yield _said(
            say("Inference, step {n}.", n=n),
            safe(sentence(step.says)) + (f" <font color='{_GREY}'>{safe(step.source)}</font>" if step.source else ""),
        )
    counted = [c for c in finding.contributions if c.points]
    if counted:
        parts = "; ".join(f"{c.what} {wording.number(c.points)}{f' ({c.why})' if c.why else ''}" for c in counted)
        yield _said(say("Sum."), safe(sentence(parts)))
    yield from _tests(finding)
    if finding.protects:
        yield _said(say("Intended: protects"), f"{safe(sentence(finding.protects))}")


def _effect(effect: str, *, holds: bool | None) -> str:
    return f" ({safe(effect)})" if effect and holds is not False else ""


def _tests(finding: Finding) -> Iterator[Text]:
    """Tests with one answer once, with all the times at which they are wanted."""
    asked: dict[tuple[str, str], list[str]] = {}
    for item in finding.monitoring:
        asked.setdefault((item.test, item.act), []).append(item.when)
    for (test, act), times in asked.items():
        when = "; ".join(dict.fromkeys(t for t in times if t))
        yield _said(say("Test."), f"{safe(test)}{f': {safe(when)}' if when else ''}. {safe(sentence(act))}".rstrip())


SOURCE_LABELS = ("Sources:", "Speaks against it:")


def _sources(finding: Finding) -> Iterator[Text]:
    """Sources in one paragraph, those that speak against it in another."""
    for says, label in zip(("supports", "refutes"), SOURCE_LABELS, strict=True):
        found = dict.fromkeys(_source(s) for s in finding.sources if s.says == says)
        if found:
            yield Text(f"<font size='7.5' color='{_GREY}'>{told(label)} {' · '.join(found)}</font>", sheet.EVIDENCE)


def _source(source: Evidence) -> str:
    words = ", ".join(safe(x) for x in (source.title, source.section, source.date) if x)
    return f'<a href="{safe(source.url)}">{words}</a>' if source.url.startswith("https://") and '"' not in source.url else words
