"""The reconciled list: every entry as resolved beside as written, with its gaps as gaps."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.pdf import sheet
from exports.pdf.conference import begin
from exports.pdf.glyphs import HighAlert
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Grid, Text
from exports.pdf.words import counted, say, told
from regimen_review import wording
from regimen_review.findings import Review
from regimen_review.regimen import Medication

SHARES = (0.026, 0.215, 0.22, 0.175, 0.105, 0.107, 0.152)
UNSETTLED = {"unresolved": "not recognised: not checked", "confirm": "not settled: not checked"}
HEADS = ("H", "Medication", "As written", "Dose", "Route", "For", "Start, status")


def reconciled_list(review: Review, paper: Paper) -> Iterator[Flowable]:
    """As resolved beside as written; what is not settled says so, what is missing is a dash."""
    entries = review.regimen.medications
    if not entries:
        yield from begin(say("Reconciled list"), "", paper.inner)
        yield Text(told("No medications were on the list."), sheet.BODY)
        return
    open_names = len(review.regimen.unsettled())
    parts = [say("Reconciled list"), counted(len(entries), "{n} medication", "{n} medications")]
    parts += [say("{n} not settled", n=open_names)] if open_names else []
    yield from begin(", ".join(parts), say("H high-alert · — not on the list"), paper.inner)
    rows: list[list[Flowable | str]] = [[Text(told(h), sheet.COLUMN) for h in HEADS]]
    rows += [_entry(m, review) for m in entries]
    table = Grid(rows, colWidths=[paper.inner * s for s in SHARES], repeatRows=1)
    table.setStyle(sheet.LINES)
    yield table


def dose_words(entry: Medication) -> str:
    """Dose and frequency as markup; a weekly dose shouts, and asks for its day."""
    dosage = entry.statement.dosage
    dose = safe(wording.dose(dosage, say)) or "—"
    weekly, word = bool(dosage.frequency and dosage.frequency.unit == "wk"), told("weekly")
    return dose.replace(word, f"<b>{word.upper()}</b>") + (f", {told('day ?')}" if weekly and not dosage.days else "")


def status_words(entry: Medication) -> str:
    """Start and status (``since 2006-04, as needed``)."""
    statement = entry.statement
    status = say("as needed" if statement.status == "prn" else statement.status.replace("-", " "))
    stop = say("to {day}", day=statement.stop.isoformat()) if statement.stop else ""
    return ", ".join(x for x in (statement.start.isoformat() if statement.start else "", stop, status) if x)


def _name(entry: Medication, review: Review) -> Text:
    state = entry.resolution.state
    if state in ("confirm", "unresolved"):
        return Text(f"<b>{told(UNSETTLED[state])}</b>", sheet.SMALL)
    if state == "not-a-medicine":
        return Text(told("not a medicine"), sheet.SMALL)
    kind = f" ({told('kind not told')})" if any(i.unspecified for i in entry.ingredients) else ""
    return Text(f"<b>{safe(wording.medication(entry, review.tall_man))}</b>{kind}", sheet.SMALL)


def _entry(entry: Medication, review: Review) -> list[Flowable | str]:
    same = entry.as_written.casefold() == wording.medication(entry, review.tall_man).casefold()
    settled = entry.resolution.state == "resolved"
    return [
        HighAlert() if set(entry.substances) & review.high_alert else "",
        _name(entry, review),
        Text(told("same") if same and settled else safe(entry.as_written), sheet.SMALL_ITALIC),
        Text(dose_words(entry), sheet.SMALL),
        Text(told(entry.route or "—"), sheet.SMALL),
        Text(safe(entry.statement.indication or "—"), sheet.SMALL),
        Text(safe(status_words(entry)), sheet.SMALL),
    ]
