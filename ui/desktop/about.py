"""What the program is, for whom, what it looked at, what it was not told, and its limits."""

from __future__ import annotations

from regimen_review.findings import Review
from regimen_review.wording import unchecked
from ui.desktop.commands import Command
from ui.desktop.languages import language_in_use
from ui.desktop.sentences import said
from ui.desktop.text_page import Section
from ui.desktop.words import counted, iso, tr
from ui.session_state import SessionState

BASE_LANGUAGE = "Medical texts of the base stay in its language, English; everything that the program itself says is translated."


def _inputs(review: Review | None) -> Section:
    if review is None:
        return Section(tr("Inputs of this review"), (tr("No list is open."),))
    patient = review.patient
    used = [
        counted(len(review.regimen.medications), "{n} medication", "{n} medications"),
        counted(len(patient.conditions), "{n} condition", "{n} conditions"),
        counted(len(patient.observations), "{n} value", "{n} values"),
    ]
    missing = tuple(f"{said(n.what)}: {said(n.why)}" for n in unchecked(review))
    return Section(
        tr("Inputs of this review"),
        (tr("Used: {what}.").format(what=", ".join(used)), *((tr("Not checked:"), *missing) if missing else ())),
    )


def _sources(review: Review | None) -> Section:
    if review is None:
        return Section(tr("Sources"), (tr("They stand with each finding."),))
    cited = {(s.title, s.date) for f in review.findings for part in (f, *f.members) for s in part.sources}
    compiled = iso(review.knowledge_compiled) or "?"
    base = tr("Base {version}, compiled {day}, fingerprint {sha}.").format(
        version=review.knowledge_version, day=compiled, sha=review.knowledge_sha256[:12]
    )
    drafts = sum(1 for f in review.findings if f.rule_status == "draft")
    draft = tr("{n} of {all} findings come from draft rules: no professional has signed them.").format(n=drafts, all=len(review.findings))
    return Section(tr("Sources"), (base, draft, *(" ".join(filter(None, pair)) for pair in sorted(cited))))


def about_sections(review: Review | None, licence: str) -> list[Section]:
    """The page in full; ``licence`` is that of the typeface."""
    return [
        Section(
            tr("Intended use"),
            (
                tr(
                    "Regimen Review helps physicians and pharmacists to review a patient on many drugs before a case "
                    "conference or a medication review. It supports a professional's decision and does not make it."
                ),
                tr("It is not for emergencies, not for patients on their own, and not for reading images or signals."),
            ),
        ),
        Section(
            tr("How it comes to a finding"),
            (
                tr(
                    "Each finding comes from a written rule with its sources, from an inference that shows its steps, or "
                    "from a source that was imported. The patient's own values that counted stand with it, and so does "
                    "what was not told."
                ),
            ),
        ),
        _inputs(review),
        _sources(review),
        Section(
            tr("Known limits"),
            (
                tr("No finding is not the same as safe: a drug, a pair or a dose may be unknown to the base."),
                tr("A written name is taken for a medicine only where it fits one and no other; check the left pane."),
                tr("Doses, routes and dates are read from text as far as they are written there."),
                tr("Frequencies of harm are given only where a source gives them; otherwise they are unknown."),
                *((tr(BASE_LANGUAGE),) if language_in_use() != "en" else ()),
            ),
        ),
        Section(tr("Privacy"), (tr("Nothing leaves this computer. The clipboard is read only when you paste."),)),
        Section(tr("Typeface"), (licence,)),
    ]


def base_sections(state: SessionState) -> list[Section]:
    """What came and what went since the review was saved under another base."""
    if not state.base_changed_from:
        return [Section(tr("Nothing changed"), (tr("This review was made with the base in use."),))]
    came = tuple(words[2:] for words in state.changed if words.startswith("+ "))
    went = tuple(words[2:] for words in state.changed if words.startswith("- "))
    nothing = (tr("none"),)
    words = tr("Made with base {old}, shown with base {new}. Decisions stay; each keeps the version of the rule it was made on.")
    return [
        Section(tr("The bases"), (words.format(old=state.base_changed_from, new=state.knowledge),)),
        Section(tr("Findings that came: {n}").format(n=len(came)), came or nothing),
        Section(tr("Findings that went: {n}").format(n=len(went)), went or nothing),
    ]


def key_sections(commands: dict[str, Command]) -> list[Section]:
    """All keys by area."""
    areas = (("findings", tr("Findings")), ("list", tr("List")), ("window", tr("Window")))
    made = []
    for area, title in areas:
        pairs = tuple((c.shown_key, tr(c.words)) for c in commands.values() if c.area == area and c.keys)
        made.append(Section(title, pairs=pairs))
    views = tuple(
        (f"Alt+{tr(c.words)[tr(c.words).find('&') + 1].upper()}", tr(c.words).replace("&", ""))
        for c in commands.values()
        if c.area == "views"
    )
    made.insert(1, Section(tr("Views"), pairs=views))
    settle = (
        ("1 … 9", tr("Settle the name that is asked about")),
        ("Enter", tr("Open what is selected")),
        ("Esc", tr("Back to the list of findings")),
    )
    made.append(Section(tr("Medications"), pairs=(*settle, ("Del", tr("Take the selected entry off the list")))))
    return made
