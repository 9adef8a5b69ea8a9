"""A Review as a PDF for the case conference: the same review gives the same bytes, fonts embedded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from reportlab.platypus import Flowable, PageBreak, Spacer

from exports.pdf import conference, parts
from exports.pdf.pages import DISCLAIMER, Furniture, lay_out
from exports.pdf.sheet import PAPERS, register_fonts
from regimen_review.codec import to_plain
from regimen_review.findings import Review


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What the house decides about its prints."""

    paper: str = "A4"
    site: str = ""
    question: str = ""


def review_json(review: Review) -> bytes:
    """The whole review as canonical JSON: what is embedded, and what the hash is of."""
    return json.dumps(to_plain(review), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def render_review(review: Review, options: PrintOptions | None = None) -> bytes:
    """The case-conference review."""
    chosen = options or PrintOptions()
    paper = PAPERS[chosen.paper]
    register_fonts()
    embedded = review_json(review)
    digest = hashlib.sha256(embedded).hexdigest()
    date = review.as_of.isoformat() if review.as_of else "no date"
    furniture = Furniture(
        title="Case-conference review",
        right=" · ".join(x for x in (f"Regimen at {date}", chosen.site, review.source_name) if x),
        foot_left=f"{DISCLAIMER} Rules are drafts, signed by nobody.",
        foot_right=f"Base {review.knowledge_version} · review {digest[:8]}",
    )
    story: list[Flowable] = [*conference.decide_page(review, paper, chosen.question), PageBreak()]
    story += parts.reconciled_list(review, paper)
    story += parts.burdens(review, paper)
    story += parts.monitoring(review, paper)
    story += [Spacer(1, 10), *parts.other_findings(review, paper, conference.MOST)]
    story += [*parts.quiet_and_sources(review, paper), *parts.sign_off(paper)]
    return lay_out(story, furniture, paper, subject=f"Regimen at {date}", attachments=[("review.json", embedded)])
