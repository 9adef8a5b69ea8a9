"""A Review as a PDF for the case conference: the same review gives the same bytes, fonts embedded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Spacer

from exports.decided import OPEN, Decisions
from exports.pdf import conference, figure, listing, parts
from exports.pdf.finish import Finish
from exports.pdf.pages import DISCLAIMER, WIDE, Furniture, lay_out
from exports.pdf.sheet import FOOT, PAPERS, SMALL, TOP, Paper, register_fonts, safe
from exports.pdf.tags import Text
from regimen_review.codec import to_plain
from regimen_review.findings import Review
from regimen_review.picture import Picture, draw_picture


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What the house decides about its prints. ``password`` opens the file (AES-256); empty leaves it open."""

    paper: str = "A4"
    site: str = ""
    question: str = ""
    password: str = ""


def review_json(review: Review) -> bytes:
    """The whole review as canonical JSON: what is embedded, and what the hash is of."""
    return json.dumps(to_plain(review), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def furniture_of(review: Review, title: str, digest: str, options: PrintOptions) -> Furniture:
    """Head and footer of a print of this review."""
    patient, date = review.patient, review.as_of.isoformat() if review.as_of else "no date"
    age = patient.age(review.as_of)
    who = ", ".join(x for x in (patient.name, patient.identifier) if x) or review.source_name
    person = ", ".join(
        x for x in ({"female": "woman", "male": "man"}.get(patient.sex or "", ""), f"{age:g}" if age is not None else "") if x
    )
    return Furniture(
        title=title,
        right=(f"Regimen at {date}", " · ".join(x for x in (who, person, options.site) if x)),
        foot_left=f"{DISCLAIMER} {_signed(review)}",
        foot_right=f"Base {review.knowledge_version} · review {digest[:8]}",
    )


def _signed(review: Review) -> str:
    statuses = {m.rule_status for f in review.findings for m in (f, *f.members)}
    if statuses <= {"reviewed"}:
        return ""
    return "Every rule here is a draft, signed by nobody." if statuses == {"draft"} else "Rules marked draft are signed by nobody."


def _figure(review: Review, paper: Paper, drawn: Picture | None) -> Iterator[Flowable]:
    """The graph where it can be read: in the page's width, else on a page that lies on its side."""
    picture = drawn or draw_picture(review, width=700, height=560)
    if not picture.edges:
        return
    title = conference.section("What interacts with what", f"{len(picture.nodes)} drugs and conditions", paper.inner)
    notes = [Text(safe(s), SMALL) for s in figure.not_drawn(picture)]
    height = paper.height - TOP - FOOT - 110
    if figure.legible(picture, paper.inner, height):
        yield from (
            title,
            Spacer(1, 4),
            figure.Figure(picture, paper.inner, height),
            Spacer(1, 4),
            figure.figure_legend(picture, paper.inner),
            *notes,
            Spacer(1, 8),
        )
        return
    wide = paper.turned()
    yield from (
        NextPageTemplate(WIDE),
        PageBreak(),
        conference.section("What interacts with what", f"{len(picture.nodes)} drugs and conditions", wide.inner),
        Spacer(1, 4),
    )
    yield from (
        figure.Figure(picture, wide.inner, wide.height - TOP - FOOT - 105),
        Spacer(1, 4),
        figure.figure_legend(picture, wide.inner),
        *notes,
    )
    yield from (NextPageTemplate("rest"), PageBreak())


def _decided_sources(review: Review, paper: Paper) -> Iterator[Flowable]:
    act = [m for f in review.in_tier("act") for m in (f, *f.members)]
    yield from parts.sources(review, act, paper, "Sources of what is to be decided")


def render_review(
    review: Review, options: PrintOptions | None = None, decisions: Decisions = OPEN, picture: Picture | None = None
) -> bytes:
    """The case-conference review. ``picture`` is the graph where it is already laid out (the window has it)."""
    chosen = options or PrintOptions()
    paper = PAPERS[chosen.paper]
    register_fonts()
    embedded = review_json(review)
    digest = hashlib.sha256(embedded).hexdigest()
    page = conference.decide_page(review, paper, chosen.question, decisions)
    story: list[Flowable] = [*page.story, PageBreak(), *listing.reconciled_list(review, paper), Spacer(1, 8)]
    story += [*parts.burdens(review, paper.inner), Spacer(1, 8)]
    story += [*parts.monitoring(review, paper.inner), Spacer(1, 8)]
    story += _figure(review, paper, picture)
    story += conference.overleaf(page, paper)
    story += [*parts.other_findings(review, paper, conference.MOST, decisions), Spacer(1, 8)]
    story += [*parts.not_checked(review, paper), *parts.quiet(review, paper), *_decided_sources(review, paper)]
    story += [*parts.version_and_hash(review, digest, paper), parts.SignOff(paper.inner)]
    title = "Case-conference review"
    finish = Finish(title, f"Regimen at {review.as_of or 'no date'}", attachment=embedded, password=chosen.password)
    return lay_out(story, furniture_of(review, title, digest, chosen), paper, finish)
