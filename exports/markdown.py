"""The review as Markdown, to be pasted into a chart: what to decide, the rest in a line each, what was not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exports.decided import OPEN, Decisions
from exports.digest import review_digest
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.knowledge import Tier
from regimen_review.rules.firing import missing_words

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def plain(text: str) -> str:
    """Text with the signs of Markdown escaped and line breaks as spaces."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _drugs(finding: Finding, review: Review) -> str:
    return plain(", ".join(wording.drug(d, review.tall_man) for d in finding.drugs))


def _decide(place: int, f: Finding, review: Review, decisions: Decisions) -> Iterator[str]:
    yield f"{place}. **{plain(f.headline)}** ({wording.SIGNAL[f.severity]}, {f.urgency or 'no date'}) – {_drugs(f, review)}"
    if f.consequence:
        yield f"   - May happen: {plain(f.consequence)}"
    told = "; ".join(wording.because(f))
    missing = "; ".join(dict.fromkeys(map(missing_words, f.questions)))
    if told or missing:
        yield f"   - In this patient: {plain(told) or 'nothing else counted'}" + (f". Not told: {plain(missing)}" if missing else "")
    for step, says in enumerate(f.management, 1):
        yield f"   - Step {step}: {plain(says)}"
    made = decisions.get(f.id)
    if made:
        yield f"   - Decision: {made.word}" + "".join(f", {plain(x)}" for x in (made.who, made.by, made.note) if x)
    yield f"   - {f.evidence}; {plain(f.id)}, v{f.rule_version}, {f.rule_status}"


def _lines(review: Review, decisions: Decisions) -> Iterator[str]:
    yield f"# Medication review, regimen at {review.as_of or 'no date'}"
    yield ""
    yield plain(wording.scope(review))
    yield ""
    act = review.in_tier("act")
    yield f"## Decide today: {len(act)}"
    yield ""
    for place, finding in enumerate(act, 1):
        yield from _decide(place, finding, review, decisions)
    if not act:
        yield "Nothing to decide today among what was checked."
    yield ""
    rest: tuple[tuple[Tier, str], ...] = (("review", "Look at"), ("note", "Notes"))
    for tier, title in rest:
        found = review.in_tier(tier)
        if found:
            yield f"## {title}: {len(found)}"
            yield ""
            yield from (f"- {plain(f.headline)} ({wording.SIGNAL[f.severity]}) – {_drugs(f, review)} – {plain(f.rule_id)}" for f in found)
            yield ""
    yield from _end(review)


def _end(review: Review) -> Iterator[str]:
    lines = [wording.not_checked(n) for n in review.not_checked] + list(review.left_out)
    yield f"## Not checked: {len(lines)}"
    yield ""
    yield from (f"- {plain(line)}" for line in lines)
    yield "" if lines else "Nothing was left out."
    yield f"## Medications: {len(review.regimen.medications)}"
    yield ""
    for m in review.regimen.medications:
        name = wording.medication(m, review.tall_man)
        state = {"confirm": " (name not settled)", "unresolved": " (name not recognised)", "not-a-medicine": " (not a medicine)"}.get(
            m.resolution.state, ""
        )
        written = "" if name.casefold() == m.as_written.casefold() else f" – as written: {plain(m.as_written)}"
        yield f"- {plain(name)}{state}: {plain(wording.dose(m.statement.dosage)) or 'no dose written'}{f', {plain(m.route)}' if m.route else ''}{written}"
    yield ""
    yield (
        f"Base {plain(review.knowledge_version)}, review {review_digest(review)[:16]}. "
        "Supports a professional's decision and does not make it. No finding is not the same as safe."
    )


def chart_note(review: Review, decisions: Decisions = OPEN) -> bytes:
    """Markdown (CommonMark), UTF-8."""
    return ("\n".join(_lines(review, decisions)) + "\n").encode()
