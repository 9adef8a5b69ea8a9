"""What the commands print for a person: plain text, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.patient import MedicationList
from regimen_review.regimen import Regimen, Resolution
from regimen_review.review import SWITCHED_OFF
from ui.pipeline import Pipeline

if TYPE_CHECKING:
    from exports.decided import Decisions
    from ui.commands import Sides


def medications_text(file: str, regimen: Regimen, listing: MedicationList) -> str:
    """The list as written beside what each entry was taken for."""
    lines = [f"{file}: {len(regimen.medications)} entries ({listing.format})"]
    for entry in regimen.medications:
        settled = wording.medication(entry, {}) if entry.ingredients else resolution_words(entry.resolution)
        dosage = wording.dose(entry.statement.dosage) or "no dose"
        lines.append(f"  {entry.as_written}  ->  {settled}; {dosage}; {entry.route or 'no route'}; {entry.statement.status}")
    return "\n".join([*lines, *(f"  Left out: {sentence}" for sentence in listing.left_out)])


def resolution_words(settled: Resolution) -> str:
    """What is not settled, with what it might be."""
    if settled.state == "not-a-medicine":
        return "not a medicine"
    if settled.candidates:
        options = " or ".join(" + ".join(c.ingredients) for c in settled.candidates[:3])
        return f"NOT SETTLED: {options}?"
    return "NOT RECOGNISED: not checked"


def printable(written: str) -> str:
    """A text from outside without the signs that would steer a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in written)


def resolution_text(written: str, settled: Resolution) -> str:
    """One line for one name."""
    names = " + ".join(i.name for i in settled.ingredients)
    shown = printable(written)
    return f"{shown}  ->  {names} ({settled.how})" if names else f"{shown}  ->  {resolution_words(settled)}"


def decisions_text(review: Review, decisions: Decisions) -> str:
    """What was decided on which finding; empty where nothing was."""
    heads = {m.id: m.headline for f in review.findings for m in (f, *f.members)}
    lines = [
        f"  {heads.get(key, f'{key} (no longer found)')}: {', '.join(x for x in (d.word, d.who, d.by, d.note) if x)}"
        for key, d in decisions.items()
    ]
    return "\n".join([f"DECIDED: {len(lines)}", *lines]) if lines else ""


def review_text(review: Review) -> str:
    """The whole review, most important first."""
    return "\n".join(_review_lines(review))


def _review_lines(review: Review) -> Iterator[str]:
    yield f"{review.source_name}  regimen at {review.as_of}  base {review.knowledge_version} ({review.knowledge_sha256[:12]})"
    yield wording.scope(review)
    for tier in ("act", "review", "note"):
        found = review.in_tier(tier)
        if found:
            yield f"\n{wording.TIER_TITLE[tier].upper()} ({wording.TIER_SUBTITLE[tier]}): {len(found)}"
        for number, finding in enumerate(found, 1):
            yield from _finding_lines(number, finding, review)
    if not review.findings:
        yield "Nothing found among what was checked."
    yield f"\nNOT CHECKED: {len(review.not_checked)}"
    yield from (f"  [ ] {wording.not_checked(line)}" for line in review.not_checked)
    yield from (f"  [ ] {sentence}" for sentence in review.left_out)
    yield f"Looked at and left quiet: {len(review.quiet)}."
    for quiet in review.quiet:
        if quiet.why.startswith(SWITCHED_OFF):
            yield f"  {', '.join(wording.drug(d, review.tall_man) for d in quiet.drugs)}: {quiet.why} ({quiet.rule_id})"


def _finding_lines(number: int, finding: Finding, review: Review) -> Iterator[str]:
    intended = " (intended)" if finding.intended else ""
    yield f"{number:3} {wording.SIGNAL[finding.severity]}: {finding.headline}{intended}"
    yield "      " + ", ".join(wording.drug(d, review.tall_man) for d in finding.drugs)
    if finding.tier == "note":
        return
    facts = wording.because(finding)
    if facts:
        yield "      in this patient: " + "; ".join(facts[:6])
    yield from (f"      {n}. {step}" for n, step in enumerate(finding.management[:4], 1))
    if finding.members:
        yield "      folded in: " + "; ".join(_counted(m.headline for m in finding.members))
    basis = "inferred" if finding.basis == "inferred" else f"{finding.rule_id} v{finding.rule_version}, {finding.rule_status}"
    yield f"      {finding.action}; evidence {finding.evidence}; {basis}"


def _counted(headlines: Iterable[str]) -> list[str]:
    """Each headline once, in order, with how often it stands there."""
    times = Counter(headlines)
    return [text if n == 1 else f"{text} ({n} times)" for text, n in times.items()]


def ratings_lines(pipeline: Pipeline, sides: Sides, review: Review) -> list[str]:
    """What every source says of the pair, the base's own rating first, one under the other."""
    from ui.commands import TOGETHER

    told = pipeline.store.outside.pairs_among({*sides[0], *sides[1]}) if pipeline.store.outside else ()
    across = [p for p in told if (p.a in sides[0]) != (p.a in sides[1]) or (p.b in sides[0]) != (p.b in sides[1])]
    if not across:
        return []
    pairs = {frozenset((p.a, p.b)) for p in across}
    every = [f for top in review.findings for f in (top, *top.members)]
    own = [f for f in every if frozenset(f.drugs) in pairs and f.basis != "outside" and f.kind in TOGETHER]
    rows = [("this program", f"{f.severity}, {f.basis}", f.headline) for f in own] or [
        ("this program", "nothing", "no rule or inference of its own")
    ]
    rows += [(p.source, p.severity, p.text) for p in across]
    return ["ratings side by side:", *(f"  {source:24} {severity:30} {text[:90]}".rstrip() for source, severity, text in rows)]


def explanation_text(pipeline: Pipeline, names: tuple[str, str]) -> str:
    """Why a pair is shown, lowered or silent, with the rules, inferences and sources that speak of it."""
    from regimen_review.silence import why_silent
    from ui.commands import pair_review

    sides, review = pair_review(pipeline, names)
    lines = []
    for finding in (f for top in review.findings for f in (top, *top.members)):
        if any(s in finding.drugs for s in sides[0]) and any(s in finding.drugs for s in sides[1]):
            lines.append(f"{finding.tier}: {finding.headline}")
            lines.append(
                f"  {finding.severity}, {finding.action}, {finding.evidence}, {finding.basis}: {finding.rule_id} v{finding.rule_version}"
            )
            lines.append(f"  {finding.mechanism}")
            lines += [
                f"  factor: {f.says} -> {'not known' if f.holds is None else 'yes' if f.holds else 'no'} {f.effect}"
                for f in finding.factors
            ]
            lines += [f"  step: {s.says} [{s.source}]" for s in finding.steps]
            lines += [f"  {s.says}: {s.title} {s.section} {s.date}".rstrip() for s in finding.sources]
    if not lines:
        lines = [why_silent(review, a, b) for a in sides[0] for b in sides[1]]
    lines += ratings_lines(pipeline, sides, review)
    return "\n".join(lines)
