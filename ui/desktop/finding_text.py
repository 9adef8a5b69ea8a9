"""A finding as plain text for the chart, in the order of the card."""

from __future__ import annotations

from regimen_review.findings import Finding, Review
from ui.decisions import DONE, Decision, reason_says
from ui.desktop.glyphs import mark_of
from ui.desktop.words import GRADE, SIGNAL, drug, iso, tr


def finding_text(finding: Finding, review: Review, decision: Decision | None) -> str:
    """Lines of text; no patient name or number in them."""
    names = {str(s): drug(s, review) for s in finding.drugs}
    lines = [
        f"{tr(SIGNAL[mark_of(finding)])}: {finding.headline}",
        f"{tr('Drugs')}: {', '.join(names.values())}",
    ]
    if finding.consequence:
        lines.append(f"{tr('What may happen')}: {finding.consequence}")
    facts = [f"{b.fact} ({iso(b.when)})" if b.when else b.fact for b in finding.because]
    if facts:
        lines.append(f"{tr('Why in this patient')}: {'; '.join(facts)}")
    if finding.questions:
        lines.append(tr("not told: {what}").format(what=", ".join(finding.questions)))
    lines += [f"{i}. {step}" for i, step in enumerate(finding.management, 1)]
    lines.append(f"{tr('How sure')}: {tr(GRADE[finding.evidence])}")
    if decision:
        parts = [tr(DONE[decision.verdict]), reason_says(decision.reason, names), decision.who, iso(decision.by), decision.note]
        lines.append(f"{tr('Decision')}: {'; '.join(p for p in parts if p)}")
    for source in finding.sources:
        lines.append(" ".join(p for p in (f"{tr('Source')}:", source.title, source.section, source.date) if p))
    base = tr("Base {version}").format(version=review.knowledge_version)
    lines.append(tr("{rule}, version {version}").format(rule=finding.rule_id, version=finding.rule_version) + f"; {base}")
    return "\n".join(lines) + "\n"
