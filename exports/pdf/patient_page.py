"""The patient's page: a letter, a to-do list and a medication list in the order of the US comprehensive medication
review form (CMS-10396), in 14-point type and plain words. It says what was talked about and leaves what was not decided open.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer, TableStyle

from exports.decided import Decisions
from exports.pdf import phrases, sheet
from exports.pdf.plain_words import said_plainly
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Rows, Text, heading
from exports.pdf.words import counted, in_use, say, told
from regimen_review import wording
from regimen_review.findings import Finding, Review
from regimen_review.regimen import Dosage, Medication

BIG = sheet.style("big", 14, 18.5)
BIG_ITALIC = sheet.style("big-italic", 14, 18.5, sheet.ITALIC)
_MARK = sheet.style("mark", 7.2, 9, sheet.REGULAR, sheet.TEXT2, spaceAfter=9)
BIG_TITLE = sheet.style("big-title", 18, 23, sheet.BOLD, spaceBefore=4, spaceAfter=4)
_CARD = TableStyle(
    [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOX", (0, 0), (-1, -1), 0.8, sheet.TEXT), ("INNERGRID", (0, 0), (-1, -1), 0.5, sheet.RULE),
     ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 6), ("LEFTPADDING", (0, 0), (-1, -1), 6)]
)  # fmt: skip
ROUTES = {
    "oral": "by mouth", "inhaled": "breathe in", "nasal": "in the nose", "ophthalmic": "in the eye", "otic": "in the ear", "topical": "on the skin",
    "transdermal": "as a patch on the skin", "subcutaneous": "as an injection under the skin", "intravenous": "as an infusion into a vein",
    "intramuscular": "as an injection into a muscle", "rectal": "in the rectum", "vaginal": "in the vagina", "sublingual": "under the tongue",
}  # fmt: skip


_TO_WRITE = "_" * 31
LETTER = (
    ("1. Your to-do list.", "It says what we talked about and what you can do."),
    ("2. Your medicine list.", "It says what you take, how, and why. Please correct it where it is wrong."),
    ("Do not stop or change a medicine by yourself.", "Ask us first. Bring both lists to every visit and to the hospital."),
)


def letter(review: Review, site: str) -> Iterator[Flowable]:
    """The cover: what this is, what to do with it, whom to ask."""
    date = review.as_of.isoformat() if review.as_of else "____________"
    yield Text(told("Date: {day}", day=date), BIG)
    yield Text(told("For: {name}", name=review.patient.name or _TO_WRITE), BIG)
    yield Spacer(1, 8)
    yield heading(told("About your medicines"), BIG_TITLE)
    take = counted(len(review.regimen.current()), "You take {n} medicine.", "You take {n} medicines.")
    yield Text(f"{safe(take)} {told('We looked at how they go together. This paper has two lists for you:')}", BIG)
    for lead, says in LETTER:
        yield Text(f"<b>{told(lead)}</b> {told(says)}", BIG)
    if in_use().language != "en":
        yield Text(told("Names of medicines and tests are written in English."), BIG)
    yield Spacer(1, 6)
    yield Text(f"{told('Ask us any time:')} {safe(site) or _TO_WRITE}", BIG)
    yield Text(f"{told('Telephone:')} {_TO_WRITE}", BIG)


def _talked_about(review: Review, decisions: Decisions) -> list[Finding]:
    """What was accepted or changed; before any decision, what is to be decided."""
    if decisions:
        return [f for f in review.findings if f.id in decisions and decisions[f.id].word in ("accept", "modify")]
    return list(review.in_tier("act"))


def _card(rows: list[list[Flowable]], paper: Paper, mark: str = "") -> Flowable:
    table = Rows(rows, colWidths=[paper.inner * 0.32, paper.inner * 0.68])
    table.setStyle(_CARD)
    return KeepTogether([table, Spacer(1, 2 if mark else 9), *([Text(safe(mark), _MARK)] if mark else [])])


def to_do_list(review: Review, paper: Paper, decisions: Decisions) -> Iterator[Flowable]:
    """One card a thing talked about; what is to be done is what the professional wrote, or lines to write on."""
    yield PageBreak()
    yield heading(told("Your to-do list"), BIG_TITLE)
    found = _talked_about(review, decisions)
    for finding in found:
        made = decisions.get(finding.id)
        about = f"<b>{safe(_names(finding, review))}.</b> {safe(said_plainly(finding))}"
        todo = safe(made.note) if made and made.note else _spacing(finding, review) or _to_fill_in()
        cell: list[Flowable] = [Text(about, BIG)]
        rows: list[list[Flowable]] = [
            [Text(told("What we talked about"), BIG), cell],
            [Text(told("What I should do"), BIG), Text(todo, BIG)],
            [
                Text(told("When, who helps me"), BIG),
                Text(safe(", ".join(x for x in (made.by, made.who) if x)) if made and (made.by or made.who) else _LINE, BIG),
            ],
        ]
        yield _card(rows, paper, finding.id)
    if not found:
        yield Text(told("There is nothing on this list yet. Ask us if you are not sure about a medicine."), BIG)
    yield from _tests(review, paper)


_LINE = "_" * 34


def _to_fill_in() -> str:
    return f"{told('To be filled in together:')}<br/>{_LINE}<br/>{_LINE}"


def _names(finding: Finding, review: Review) -> str:
    names = phrases.drugs(finding, review)
    return names[:1].upper() + names[1:]


SPACING = {
    (True, True): "Take {one} at least {before} hours before or at least {after} hours after {other}.",
    (True, False): "Take {one} at least {before} hours before {other}.",
    (False, True): "Take {one} at least {after} hours after {other}.",
}
"""By whether hours are asked for before and after."""


def _spacing(finding: Finding, review: Review) -> str:
    """The hours between two medicines, in words."""
    space = finding.spacing
    if space is None or not (finding.object and finding.precipitant):
        return ""
    one, other = (wording.drug(d, review.tall_man) for d in (finding.object, finding.precipitant))
    if space.different_days:
        return told("Take {one} and {other} on different days.", one=one, other=other)
    before, after = wording.number(space.before_h or 0), wording.number(space.after_h or 0)
    says = SPACING.get((bool(space.before_h), bool(space.after_h)))
    return told(says, one=one, other=other, before=before, after=after) if says else ""


def _tests(review: Review, paper: Paper) -> Iterator[Flowable]:
    asked: dict[str, list[str]] = {}
    for finding in review.in_tier("act") + review.in_tier("review"):
        for part in (finding, *finding.members):
            for item in part.monitoring:
                asked.setdefault(item.test, []).extend(wording.drug(d, review.tall_man) for d in part.drugs[:1])
    if not asked:
        return
    yield CondPageBreak(120)
    yield heading(told("Tests to ask about"), BIG_TITLE)
    yield Text(told("Ask us when each of these is due. We may not need all of them."), BIG)
    yield Spacer(1, 4)
    rows: list[list[Flowable]] = [
        [Text(f"<b>{safe(t)}</b>", BIG), Text(told("because of {drugs}", drugs=", ".join(dict.fromkeys(d))), BIG)] for t, d in asked.items()
    ]
    table = Rows(rows, colWidths=[paper.inner * 0.4, paper.inner * 0.6])
    table.setStyle(_CARD)
    yield table


def how_taken(dosage: Dosage, route: str | None) -> str:
    """How a medicine is taken, in plain words; a gap stays a gap."""
    words = [wording.dose(dosage, say) or f"_______________ ({say('not on our list: please tell us')})"]
    words += [say(ROUTES.get(route, route))] if route else []
    words += [say({True: "with food", False: "without food"}[dosage.with_food])] if dosage.with_food is not None else []
    often = dosage.frequency
    if often is None or often.unit != "wk":
        return ", ".join(words)
    return f"{', '.join(words)} {say('— only ONCE A WEEK, never every day' if often.times == 1 else '— not every day')}"


def medicine_list(review: Review, paper: Paper) -> Iterator[Flowable]:
    """One card a medicine: name, how I take it, why I use it, who prescribed it."""
    yield PageBreak()
    yield heading(told("Your medicine list"), BIG_TITLE)
    yield Text(f"<b>{told('Allergies and bad reactions:')}</b> {safe(_allergies(review))}", BIG)
    yield Spacer(1, 8)
    for entry in review.regimen.medications:
        if entry.current and entry.resolution.state != "not-a-medicine":
            yield _medicine(entry, review, paper)
    yield Text(f"<b>{told('My notes and questions:')}</b>", BIG)
    for _ in range(4):
        yield Text("_" * 58, BIG)


def _allergies(review: Review) -> str:
    found = review.patient.allergies
    if found:
        return "; ".join(a.text + (f" ({a.reaction})" if a.reaction else "") for a in found)
    return say("none known" if review.patient.allergies_known else "not on our list: please tell us")


def _medicine(entry: Medication, review: Review, paper: Paper) -> Flowable:
    name = wording.medication(entry, review.tall_man)
    settled = entry.resolution.state == "resolved"
    title = (
        f"<b>{safe(name)}</b>"
        if settled
        else f"<b>{safe(entry.as_written)}</b> ({told('we do not know this name: please show us the box')})"
    )
    if settled and entry.as_written.casefold() != name.casefold():
        title += f"<br/>{told('on your list as:')} {safe(entry.as_written)}"
    statement = entry.statement
    rows: list[list[Flowable]] = [
        [Text(told("Medicine"), BIG), Text(title, BIG)],
        [Text(told("How I take it"), BIG), Text(safe(how_taken(statement.dosage, entry.route)), BIG)],
        [Text(told("Why I use it"), BIG), Text(safe(statement.indication or _LINE), BIG)],
        [Text(told("Prescriber"), BIG), Text(safe(statement.prescriber or _LINE), BIG)],
    ]
    return _card(rows, paper)


def closing(digest: str) -> Iterator[Flowable]:
    """What this paper is not, and its mark."""
    yield Spacer(1, 10)
    yield Text(told("This paper supports the talk with your doctor or pharmacist. It does not replace it."), BIG_ITALIC)
    yield Text(told("Review {hash}", hash=digest[:16]), sheet.SMALL)
