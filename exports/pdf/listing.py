"""The reconciled list: every entry as resolved beside as written, with its gaps as gaps."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.pdf import sheet
from exports.pdf.conference import begin
from exports.pdf.glyphs import HighAlert
from exports.pdf.sheet import Paper, safe
from exports.pdf.tags import Grid, Text
from regimen_review import wording
from regimen_review.findings import Review
from regimen_review.regimen import Medication

SHARES = (0.026, 0.215, 0.22, 0.175, 0.105, 0.107, 0.152)
HEADS = ("H", "Medication", "As written", "Dose", "Route", "For", "Start, status")


def reconciled_list(review: Review, paper: Paper) -> Iterator[Flowable]:
    """As resolved beside as written; what is not settled says so, what is missing is a dash."""
    entries = review.regimen.medications
    if not entries:
        yield from begin("Reconciled list", "", paper.inner)
        yield Text("No medications were on the list.", sheet.BODY)
        return
    open_names = len(review.regimen.unsettled())
    title = f"Reconciled list, {len(entries)} medication{'s' if len(entries) > 1 else ''}"
    title += f", {open_names} not settled" if open_names else ""
    yield from begin(title, "H high-alert · — not on the list", paper.inner)
    rows: list[list[Flowable | str]] = [[Text(h, sheet.COLUMN) if h else "" for h in HEADS]]
    rows += [_entry(m, review) for m in entries]
    table = Grid(rows, colWidths=[paper.inner * s for s in SHARES], repeatRows=1)
    table.setStyle(sheet.LINES)
    yield table


def dose_words(entry: Medication) -> str:
    """Dose and frequency as markup; a weekly dose shouts, and asks for its day."""
    dosage = entry.statement.dosage
    dose = safe(wording.dose(dosage)) or "—"
    weekly = bool(dosage.frequency and dosage.frequency.unit == "wk")
    return dose.replace("weekly", "<b>WEEKLY</b>") + (", day ?" if weekly and not dosage.days else "")


def status_words(entry: Medication) -> str:
    """Start and status (``since 2006-04, as needed``)."""
    statement = entry.statement
    status = "as needed" if statement.status == "prn" else statement.status.replace("-", " ")
    stop = f"to {statement.stop.isoformat()}" if statement.stop else ""
    return ", ".join(x for x in (statement.start.isoformat() if statement.start else "", stop, status) if x)


def _name(entry: Medication, review: Review) -> Text:
    state = entry.resolution.state
    if state in ("confirm", "unresolved"):
        word = "not recognised" if state == "unresolved" else "not settled"
        return Text(f"<b>{word}: not checked</b>", sheet.SMALL)
    if state == "not-a-medicine":
        return Text("not a medicine", sheet.SMALL)
    kind = " (kind not told)" if any(i.unspecified for i in entry.ingredients) else ""
    return Text(f"<b>{safe(wording.medication(entry, review.tall_man))}</b>{kind}", sheet.SMALL)


def _entry(entry: Medication, review: Review) -> list[Flowable | str]:
    same = entry.as_written.casefold() == wording.medication(entry, review.tall_man).casefold()
    settled = entry.resolution.state == "resolved"
    return [
        HighAlert() if set(entry.substances) & review.high_alert else "",
        _name(entry, review),
        Text("same" if same and settled else safe(entry.as_written), sheet.SMALL_ITALIC),
        Text(dose_words(entry), sheet.SMALL),
        Text(safe(entry.route or "—"), sheet.SMALL),
        Text(safe(entry.statement.indication or "—"), sheet.SMALL),
        Text(safe(status_words(entry)), sheet.SMALL),
    ]
