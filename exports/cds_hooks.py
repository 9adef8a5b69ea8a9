"""CDS Hooks 2.0: what the service offers, and a review as cards for the orders that are being made."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exports.markdown import plain
from regimen_review import wording
from regimen_review.findings import Finding, Review

Json = dict[str, Any]
HOOKS = ("order-select", "order-sign")
MOST_SUMMARY = 139
"""A card's summary has less than 140 characters (CDS Hooks 2.0, Card Attributes)."""
_PREFETCH = {
    "patient": "Patient/{{context.patientId}}",
    "requests": "MedicationRequest?patient={{context.patientId}}&status=active,on-hold",
    "statements": "MedicationStatement?patient={{context.patientId}}&status=active,intended,on-hold",
    "conditions": "Condition?patient={{context.patientId}}",
    "allergies": "AllergyIntolerance?patient={{context.patientId}}",
    "observations": "Observation?patient={{context.patientId}}&_sort=-date&_count=200",
}
_NAMESPACE = uuid.UUID("0d6f3a52-64c1-5f0e-8a55-6d0f0d9f4a10")
_REASONS = (
    ("benefit", "Benefit outweighs the risk"),
    ("monitored", "Already monitored"),
    ("tolerated", "Tolerated for a long time"),
    ("not-here", "Does not apply to this patient"),
)


def services() -> Json:
    """The answer of ``GET /cds-services``."""
    return {
        "services": [
            {
                "id": f"regimen-review-{hook}",
                "hook": hook,
                "title": "Regimen Review",
                "description": "What the orders being made do with the patient's other medications, conditions and values; what was not checked.",
                "prefetch": _PREFETCH,
            }
            for hook in HOOKS
        ]
    }


def hook_of(service: str) -> str | None:
    """The hook that a service answers, by its id."""
    return next((h for h in HOOKS if service == f"regimen-review-{h}"), None)


def _summary(text: str) -> str:
    if len(text) <= MOST_SUMMARY:
        return text
    return text[: MOST_SUMMARY - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _indicator(finding: Finding) -> str:
    """``critical`` is kept for what must not be given together; what is to be decided today warns; the rest informs."""
    if finding.tier == "act":
        return "critical" if finding.severity == "contraindicated" else "warning"
    return "info"


def _detail(f: Finding) -> str:
    lines = [f"**May happen:** {plain(f.consequence)}."] if f.consequence else []
    facts = wording.because(f)
    lines += [f"**In this patient:** {plain('; '.join(facts))}"] if facts else []
    lines += [f"{n}. {plain(step)}" for n, step in enumerate(f.management, 1)]
    signed = ", a draft that no professional has signed" if f.rule_status == "draft" else ""
    lines.append(f"Rule {plain(f.rule_id)} version {f.rule_version}{signed}. Evidence: {f.evidence}. Finding {plain(f.id)}.")
    return "\n\n".join(lines)


def _suggestions(f: Finding, orders: Mapping[str, Sequence[str]], review: Review, name: str) -> Iterator[Json]:
    """To take an order back, where stopping or replacing that drug would clear the finding."""
    if not any(c.startswith(("stop:", "swap:")) for c in f.clears):
        return
    labels = {m.id: wording.medication(m, review.tall_man) for m in review.regimen.medications}
    for entry in f.medications:
        for resource in orders.get(entry, ()):
            words = f"Do not order {labels.get(entry, 'it')}"
            yield {
                "label": words,
                "uuid": str(uuid.uuid5(_NAMESPACE, f"{name}/{resource}")),
                "actions": [{"type": "delete", "description": words, "resourceId": resource}],
            }


def _card(f: Finding, orders: Mapping[str, Sequence[str]], review: Review, instance: str) -> Json:
    name = f"{instance}/{f.id}"
    drugs = ", ".join(wording.drug(d, review.tall_man) for d in f.drugs)
    named = all(wording.drug(d, review.tall_man).casefold() in f.headline.casefold() for d in f.drugs)
    suggestions = list(_suggestions(f, orders, review, name))
    links = [{"label": s.title, "url": s.url, "type": "absolute"} for s in f.sources if s.url.startswith("https://")]
    card: Json = {
        "uuid": str(uuid.uuid5(_NAMESPACE, name)),
        "summary": _summary(f.headline if named else f"{f.headline}: {drugs}"),
        "detail": _detail(f),
        "indicator": _indicator(f),
        "source": _source(review),
        "overrideReasons": [{"code": code, "system": "urn:regimen-review:reason", "display": words} for code, words in _REASONS],
    }
    if suggestions:
        card |= {"suggestions": suggestions, "selectionBehavior": "at-most-one"}
    return card | ({"links": links[:3]} if links else {})


def _source(review: Review) -> Json:
    return {"label": f"Regimen Review, base {review.knowledge_version}"}


def _not_checked(review: Review, ordered: Sequence[str], instance: str) -> Iterator[Json]:
    """One card that says what was not checked for these orders; silence would read as an all-clear."""
    by_id = {m.id: m for m in review.regimen.medications}
    names = [
        n
        for i in ordered
        for n in (by_id[i].as_written, *by_id[i].substances, *(wording.drug(s, review.tall_man) for s in by_id[i].substances))
    ]
    lines = [line for line in review.not_checked if any(n.casefold() in line.what.casefold() for n in names)]
    if not lines and not review.left_out:
        return
    unknown = [by_id[i].as_written for i in ordered if by_id[i].resolution.state in ("confirm", "unresolved")]
    count = len(lines) + len(review.left_out)
    summary = (
        f"Not checked: {', '.join(unknown)} (name not recognised)"
        if unknown
        else f"{count} check{'s' if count > 1 else ''} could not run for this order"
    )
    detail = "\n".join(f"- {plain(text)}" for text in (*map(wording.not_checked, lines), *review.left_out))
    yield {
        "uuid": str(uuid.uuid5(_NAMESPACE, f"{instance}/not-checked")),
        "summary": _summary(summary),
        "detail": f"{detail}\n\nNo finding is not the same as safe.",
        "indicator": "warning" if unknown else "info",
        "source": _source(review),
    }


def cards(review: Review, orders: Mapping[str, Sequence[str]], instance: str = "") -> Json:
    """The answer to a hook. ``orders`` maps the entry ids of what is being ordered to the resources that ask for it
    (``MedicationRequest/12``); only findings to act on or to look at, in which one of them takes part, become cards.
    """
    found = [f for f in review.findings if f.tier in ("act", "review") and not f.intended and set(f.medications) & set(orders)]
    made = [_card(f, orders, review, instance) for f in found]
    return {"cards": [*made, *_not_checked(review, list(orders), instance)]}
