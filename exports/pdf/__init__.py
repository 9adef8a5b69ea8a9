"""A Review as a PDF for the case conference: the same review gives the same bytes, fonts embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer

from exports.decided import OPEN, Decisions
from exports.digest import review_json
from exports.pdf import conference, figure, full, listing, page_one, parts, patient_page, phrases, ward, week
from exports.pdf.finish import Finish
from exports.pdf.house import LEAD
from exports.pdf.pages import DISCLAIMER, WIDE, Furniture, lay_out
from exports.pdf.sheet import FOOT, PAPERS, SMALL, TOP, Paper, register_fonts, safe
from exports.pdf.tags import Text
from exports.pdf.words import ENGLISH, Words, in_use, say, speaking
from regimen_review.findings import Review
from regimen_review.picture import Picture, draw_picture
from regimen_review.plans.sandbox import Scenario
from regimen_review.plans.timetable import Clash, Timetable

Kind = Literal["conference", "full", "patient", "ward"]
__all__ = ["NO_PLANS", "TITLES", "Kind", "Plans", "PrintOptions", "render", "render_review", "review_json"]
TITLES: dict[Kind, str] = {
    "conference": "Case-conference review",
    "full": "Full review",
    "patient": "Your medicines",
    "ward": "Ward card",
}


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What the house decides about its prints: ``words`` are its language and wording, ``logo`` is what
    :func:`exports.pdf.logo.read_logo` read. ``password`` opens the file (AES-256); empty leaves it open.
    """

    paper: str = "A4"
    site: str = ""
    question: str = ""
    password: str = ""
    words: Words = ENGLISH
    logo: bytes = b""


@dataclass(frozen=True)
class Plans:
    """What was worked out beside the review, as far as it was. ``dont_add`` is for the ward card: None says on the card
    that no such list was made. ``timetable`` is for the patient's page and the conference, ``compared`` (what was tried out) for
    the conference.
    """

    dont_add: Sequence[ward.DoNotAdd] | None = None
    timetable: Timetable | Clash | None = None
    compared: Sequence[Scenario] = ()


NO_PLANS = Plans()
"""Nothing was worked out."""


def furniture_of(review: Review, title: str, digest: str, options: PrintOptions) -> Furniture:
    """Head and footer of a print of this review."""
    patient, date = review.patient, review.as_of.isoformat() if review.as_of else say("no date")
    age = patient.age(review.as_of)
    who = ", ".join(x for x in (patient.name, patient.identifier) if x) or review.source_name
    person = ", ".join(
        x for x in (say({"female": "woman", "male": "man"}.get(patient.sex or "", "")), f"{age:g}" if age is not None else "") if x
    )
    return Furniture(
        title=title,
        right=(" · ".join(x for x in (say("Regimen at {day}", day=date), options.site) if x), " · ".join(x for x in (who, person) if x)),
        foot_left=" ".join(x for x in (in_use().house.get(LEAD, ""), say(DISCLAIMER), _signed(review)) if x),
        foot_right=say("Base {version} · review {hash}", version=review.knowledge_version, hash=digest[:8]),
        logo=options.logo,
    )


def _signed(review: Review) -> str:
    statuses = {m.rule_status for f in review.findings for m in (f, *f.members)}
    if statuses <= {"reviewed"}:
        return ""
    return say("Every rule here is a draft, signed by nobody." if statuses == {"draft"} else "Rules marked draft are signed by nobody.")


def _figure(review: Review, paper: Paper, drawn: Picture | None) -> Iterator[Flowable]:
    """The graph where it can be read: in the page's width, else on a page that lies on its side."""
    picture = drawn or draw_picture(review, width=700, height=560)
    if not picture.edges:
        return
    title, remark = say("What interacts with what"), say("{n} drugs and conditions", n=len(picture.nodes))
    notes = [Text(safe(s), SMALL) for s in figure.not_drawn(picture)]
    height = paper.height - TOP - FOOT - 130
    if figure.legible(picture, paper.inner, height):
        drawing, legend = figure.Figure(picture, paper.inner, height), figure.figure_legend(picture, paper.inner)
        need = drawing.wrap(paper.inner, height)[1] + legend.wrap(0, 0)[1] + 40
        yield from conference.begin(title, remark, paper.inner, need)
        yield from (Spacer(1, 4), drawing, Spacer(1, 4), legend, *notes, Spacer(1, 8))
        return
    wide = paper.turned()
    yield from (
        NextPageTemplate(WIDE),
        PageBreak(),
        conference.section(title, remark, wide.inner),
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
    yield from parts.sources(review, act, paper, say("Sources of what is to be decided"))


def render_review(
    review: Review, options: PrintOptions | None = None, decisions: Decisions = OPEN, picture: Picture | None = None
) -> bytes:
    """The case-conference review. ``picture`` is the graph where it is already laid out (the window has it)."""
    return render("conference", review, options, decisions, picture=picture)


def render(
    kind: Kind,
    review: Review,
    options: PrintOptions | None = None,
    decisions: Decisions = OPEN,
    *,
    picture: Picture | None = None,
    plans: Plans = NO_PLANS,
) -> bytes:
    """One of the documents as PDF: ``conference``, ``full``, ``patient`` or ``ward``. ``picture`` is the graph where it is
    already laid out. The review itself is attached.
    """
    chosen = options or PrintOptions()
    with speaking(chosen.words):
        return _rendered(kind, review, chosen, _Plan(decisions, picture, plans))


@dataclass(frozen=True)
class _Plan:
    """What is printed beside the review."""

    decisions: Decisions
    picture: Picture | None
    plans: Plans


def _rendered(kind: Kind, review: Review, chosen: PrintOptions, beside: _Plan) -> bytes:
    paper = PAPERS[chosen.paper]
    register_fonts()
    embedded = review_json(review)
    digest = hashlib.sha256(embedded).hexdigest()
    story = _STORIES[kind](_Job(review, paper, chosen, beside.decisions, digest, beside.picture, beside.plans))
    title = say(TITLES[kind])
    subject = say("Regimen at {day}", day=review.as_of or say("no date"))
    finish = Finish(title, subject, chosen.words.language, embedded, digest, chosen.password)
    return lay_out(story, furniture_of(review, title, digest, chosen), paper, finish)


@dataclass(frozen=True)
class _Job:
    """Everything that one print is made from."""

    review: Review
    paper: Paper
    options: PrintOptions
    decisions: Decisions
    digest: str
    picture: Picture | None
    plans: Plans

    def end(self) -> list[Flowable]:
        """The last lines of a print that is signed."""
        return [*parts.version_and_hash(self.review, self.digest, self.paper), parts.SignOff(self.paper.inner)]


def _conference(job: _Job) -> list[Flowable]:
    review, paper, decisions = job.review, job.paper, job.decisions
    page = page_one.decide_page(review, paper, job.options.question, decisions)
    story: list[Flowable] = [
        *page.story,
        CondPageBreak(0.8 * (paper.height - TOP - FOOT)),
        *listing.reconciled_list(review, paper),
        Spacer(1, 8),
    ]
    story += [*parts.burdens(review, paper.inner), Spacer(1, 8)]
    story += [*parts.monitoring(review, paper.inner), Spacer(1, 8)]
    story += _figure(review, paper, job.picture)
    story += parts.options_compared(review, job.plans.compared, paper)
    story += week.week_table(job.plans.timetable, review, paper)
    story += page_one.overleaf(page, review, paper)
    story += parts.of_kinds(review, paper)
    story += [*parts.other_findings(review, paper, len(page.rows), decisions), Spacer(1, 8)]
    story += [*parts.not_checked(review, paper), *parts.quiet(review, paper), *_decided_sources(review, paper)]
    return [*story, *job.end()]


def _full(job: _Job) -> list[Flowable]:
    review, paper = job.review, job.paper
    story: list[Flowable] = [conference.patient_line(review), *conference.language_note(), Spacer(1, 5)]
    story += [conference.question_box(job.options.question, paper), Spacer(1, 6)] if job.options.question else []
    story += [conference.not_checked_box(review, paper, 7), Spacer(1, 8), *listing.reconciled_list(review, paper), Spacer(1, 8)]
    story += full.all_findings(review, paper, job.decisions)
    story += _figure(review, paper, job.picture)
    story += [*parts.not_checked(review, paper), *parts.quiet(review, paper)]
    story += parts.sources(review, phrases.every(review), paper, say("Sources"))
    return [*story, *job.end()]


def _patient(job: _Job) -> list[Flowable]:
    review, paper = job.review, job.paper
    story = [*patient_page.letter(review, job.options.site), *patient_page.to_do_list(review, paper, job.decisions)]
    if job.plans.timetable is not None:
        story += week.week_picture(job.plans.timetable, review, paper, patient_page.BIG, patient_page.BIG_TITLE)
    return [*story, *patient_page.medicine_list(review, paper), *patient_page.closing(job.digest)]


def _ward(job: _Job) -> list[Flowable]:
    return ward.ward_card(job.review, job.paper, job.plans.dont_add)


_STORIES: dict[Kind, Callable[[_Job], list[Flowable]]] = {"conference": _conference, "full": _full, "patient": _patient, "ward": _ward}
