"""One medication in the right pane: as written, what it was taken for and why, and what may be corrected."""

from __future__ import annotations

from dataclasses import replace

from regimen_review.regimen import Medication, Place, Status
from ui.desktop.desk import Desk
from ui.desktop.form import Form, set_choice
from ui.desktop.labels import button
from ui.desktop.look import Look
from ui.desktop.medication_model import gaps, unsettled
from ui.desktop.words import STATUS, dose_parts, iso, medication_name, tr

_HOW = {
    "exact": "its own name",
    "synonym": "a synonym",
    "brand": "a brand name",
    "code": "its code",
    "abbreviation": "an abbreviation",
    "spelling": "a spelling close to one medicine and to no other",
    "combination": "a combination",
    "remembered": "settled before",
    "confirmed": "settled by you",
}
_WHY_OPEN = {
    "confirm": "Not settled: more than one medicine fits.",
    "unresolved": "Not recognised. Nothing is checked for it.",
    "not-a-medicine": "Taken for something that is not a medicine; not checked.",
}


class MedicationForm(Form):
    """Edits reach the list at once and can be undone."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(look, lambda: desk.wants.emit("finding"))
        self._desk = desk
        self._medication: Medication | None = None
        self._written = self.line(
            tr("As written"), self._rewrite, hint=tr("Correct the entry here; it is read again when you leave the line.")
        )
        self._taken = self.text(tr("Resolved as"))
        self._place = self.text(tr("Place"))
        self._dose = self.text(tr("Dose"))
        self._route = self.text(tr("Route"))
        self._missing = self.text(tr("Missing"))
        self._status = self.choice(tr("Status"), self._statuses(), self._set_status)
        self._indication = self.line(tr("Indication"), self._set_indication, prompt=tr("not recorded"))
        self._dates = self.text(tr("From, to"))
        self._spelling = self.text(tr("Read with care"))
        again = button(tr("Ask about the name again"), look, self._unsettle)
        self.add("", again)
        self._none = button(tr("Not a medicine"), look, self._no_medicine)
        self.add("", self._none)
        self.add("", button(tr("Take off the list") + "  Del", look, self._remove))
        self._again = again
        self.finish()

    @staticmethod
    def _statuses() -> list[tuple[str, str]]:
        return [("active", tr("taken now")), *((key, tr(words)) for key, words in STATUS.items())]

    def show_medication(self, medication: Medication) -> None:
        """Fill the fields."""
        if medication == self._medication:
            return
        self._medication = medication
        statement, review = medication.statement, self._desk.review
        self.title.setText(medication_name(medication, review))
        self._written.setText(statement.as_written)
        self._taken.setText(self._taken_for(medication))
        self._place.setText(_place_words(statement.place))
        self._dose.setText(" ".join(filter(None, dose_parts(statement.dosage))) or tr("not written"))
        self._route.setText(tr(medication.route) if medication.route else tr("not written; taken as by mouth"))
        self._missing.setText(", ".join(gaps(medication)) or tr("nothing"))
        set_choice(self._status, statement.status)
        self._indication.setText(statement.indication or "")
        self._dates.setText(" – ".join(part or "?" for part in (iso(statement.start), iso(statement.stop))))
        self._spelling.setText(", ".join(statement.flags) or tr("nothing"))
        self._none.setVisible(unsettled(medication))
        before = medication.resolution.how == "remembered"
        self._again.setText(tr("Forget what was settled before and ask") if before else tr("Ask about the name again"))
        self._again.setVisible(before or statement.name in self._desk.session.state.confirmed)

    def _taken_for(self, medication: Medication) -> str:
        resolution = medication.resolution
        if resolution.state != "resolved":
            words = tr(_WHY_OPEN[resolution.state])
            settled = f"({tr(_HOW[resolution.how])})" if resolution.how in ("remembered", "confirmed") else resolution.why or ""
            return f"{words} {settled}".strip()
        how = tr(_HOW.get(resolution.how or "exact", "its own name"))
        named = medication_name(medication, self._desk.review)
        kind = tr(", product not specified") if any(i.unspecified for i in medication.ingredients) else ""
        return tr("{name}{kind} (by {how})").format(name=named, kind=kind, how=how)

    def begin(self) -> None:
        """Put the keyboard into the entry."""
        self._written.setFocus()
        self._written.selectAll()

    def _index(self) -> int:
        assert self._medication is not None
        return self._desk.statement_index(self._medication)

    def _rewrite(self) -> None:
        text = self._written.text().strip()
        if self._medication and text and text != self._medication.as_written:
            self._desk.session.rewrite(self._index(), text)

    def _set_status(self) -> None:
        if self._medication:
            status: Status = self._status.currentData()
            fresh = replace(self._medication.statement, status=status)
            self._desk.session.set_statement(self._index(), fresh)

    def _set_indication(self) -> None:
        text = self._indication.text().strip()
        if self._medication and text != (self._medication.statement.indication or ""):
            fresh = replace(self._medication.statement, indication=text or None)
            self._desk.session.set_statement(self._index(), fresh)

    def _no_medicine(self) -> None:
        if self._medication:
            self._desk.session.settle(self._medication.statement.name, ())

    def _unsettle(self) -> None:
        if self._medication:
            self._desk.session.unsettle(self._medication.statement.name)

    def _remove(self) -> None:
        if self._medication:
            self._desk.session.remove(self._index())


def _place_words(place: Place) -> str:
    if place.line:
        return tr("line {n} of the list").format(n=place.line)
    return place.path or tr("not told")
