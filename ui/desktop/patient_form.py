"""The patient in the right pane: what is known, with dates, and what may be filled in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from regimen_review.patient import Allergy, Condition, Observation, Patient, Pregnancy, Sex
from ui.desktop.desk import Desk
from ui.desktop.form import Form, set_choice
from ui.desktop.look import Look
from ui.desktop.words import iso, number, tr, value_words

_RESULT = re.compile(r"^(?P<name>.*?\S)\s+(?P<value>-?\d+(?:[.,]\d+)?)\s*(?P<unit>[^\s,;]*)\s*(?P<day>\d{4}-\d\d-\d\d)?$")


def read_result(text: str) -> Observation | None:
    """``potassium 3.4 mmol/L 2026-11-20`` as a value; None where it has no number. The date may be left out."""
    found = _RESULT.match(text.strip())
    if not found:
        return None
    day = date.fromisoformat(found["day"]) if found["day"] else None
    return Observation(found["name"], float(found["value"].replace(",", ".")), found["unit"] or None, when=day)


def read_number(text: str) -> float | None:
    """A number with a point or comma, or None."""
    try:
        return float(text.replace(",", ".").split()[0])
    except (ValueError, IndexError):
        return None


class PatientForm(Form):
    """Each field is kept when it is left; emptied fields mean: not told."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(look, lambda: desk.wants.emit("finding"))
        self._desk = desk
        self.title.setText(tr("Patient"))
        unknown = ("", tr("not recorded"))
        self._sex = self.choice(tr("Sex"), [unknown, ("female", tr("female")), ("male", tr("male")), ("other", tr("other"))], self._keep)
        self._born = self.line(tr("Born"), self._keep, prompt="1965-01-31", hint=tr("or the age below"))
        self._age = self.line(tr("Age in years"), self._keep)
        self._weight = self.line(tr("Weight, kg"), self._keep, prompt=tr("not recorded"))
        self._height = self.line(tr("Height, cm"), self._keep, prompt=tr("not recorded"))
        self._pregnancy = self.choice(
            tr("Pregnancy"),
            [
                unknown,
                ("pregnant", tr("pregnant")),
                ("trying", tr("wants to become pregnant")),
                ("not-pregnant", tr("not pregnant")),
                ("not-possible", tr("not possible")),
            ],
            self._keep,
        )
        self._as_of = self.line(tr("Review at"), self._keep_date, prompt="2026-11-22")
        self._conditions = self.line(tr("Conditions"), self._keep, prompt=tr("heart failure; asthma"), hint=tr("separated by ;"))
        self._allergies = self.line(
            tr("Allergies"), self._keep, prompt=tr("penicillin: rash; or: none"), hint=tr("Write “none” where there are none.")
        )
        self._values = self.text(tr("Values"))
        self._new = self.line(
            tr("Add a value"), self._add_value, prompt="potassium 3.4 mmol/L 2026-11-20", hint=tr("name, number, unit, date; Enter")
        )
        self.finish()

    def begin(self) -> None:
        """Put the keyboard into the first gap."""
        for field in (self._weight, self._allergies, self._new):
            if not field.text():
                field.setFocus()
                return
        self._sex.setFocus()

    def reload(self) -> None:
        """Fill the fields from the patient as known."""
        patient, review = self._desk.session.patient, self._desk.review
        set_choice(self._sex, patient.sex or "")
        set_choice(self._pregnancy, patient.pregnancy or "")
        self._born.setText(iso(patient.birth_date))
        age = patient.age(review.as_of if review else None)
        self._age.setText(number(age) if age is not None else "")
        self._age.setEnabled(patient.birth_date is None)
        self._weight.setText(number(patient.weight_kg) if patient.weight_kg is not None else "")
        self._height.setText(number(patient.height_cm) if patient.height_cm is not None else "")
        self._as_of.setText(iso(review.as_of if review else self._desk.session.state.listing.as_of))
        self._conditions.setText("; ".join(c.text for c in patient.conditions if c.active))
        none = tr("none") if patient.allergies_known and not patient.allergies else ""
        self._allergies.setText("; ".join(_allergy_words(a) for a in patient.allergies) or none)
        self._values.setText("\n".join(_value_line(o, self._desk.in_units(o)) for o in patient.observations) or tr("none recorded"))

    # --- keeping -----------------------------------------------------------------------------------------------

    def _day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text.strip()) if text.strip() else None
        except ValueError:
            self._desk.said.emit(tr("Write the day like 2026-10-02."))
            return None

    def _read_conditions(self, before: Patient) -> tuple[Condition, ...]:
        known = {c.text: c for c in before.conditions}
        texts = [t.strip() for t in self._conditions.text().split(";") if t.strip()]
        past = tuple(c for c in before.conditions if not c.active)
        return tuple(known.get(t, Condition(t)) for t in texts) + past

    def _read_allergies(self, before: Patient) -> tuple[tuple[Allergy, ...], bool]:
        text = self._allergies.text().strip()
        if text.casefold() in ("none", tr("none").casefold(), "nkda"):
            return (), True
        known = {_allergy_words(a): a for a in before.allergies}
        made = []
        for part in (p.strip() for p in text.split(";") if p.strip()):
            name, _, reaction = part.partition(":")
            made.append(known.get(part, Allergy(name.strip(), reaction.strip() or None)))
        return tuple(made), bool(made)

    def _keep(self) -> None:
        before = self._desk.session.patient
        allergies, asked = self._read_allergies(before)
        conditions = self._read_conditions(before)
        sex: Sex | None = self._sex.currentData() or None
        pregnancy: Pregnancy | None = self._pregnancy.currentData() or None
        born = self._day(self._born.text())
        fresh = replace(
            before,
            sex=sex,
            pregnancy=pregnancy,
            birth_date=born,
            age_years=before.age_years if born else read_number(self._age.text()),
            weight_kg=read_number(self._weight.text()),
            height_cm=read_number(self._height.text()),
            conditions=conditions,
            conditions_known=before.conditions_known or bool(conditions),
            allergies=allergies,
            allergies_known=asked,
        )
        if fresh != before:
            self._desk.session.set_patient(fresh)

    def _keep_date(self) -> None:
        when = self._day(self._as_of.text())
        review = self._desk.review
        if when != (review.as_of if review else self._desk.session.state.listing.as_of):
            self._desk.session.set_as_of(when)

    def _add_value(self) -> None:
        text = self._new.text().strip()
        if not text:
            return
        value = read_result(text)
        if value is None:
            self._desk.said.emit(tr("Write a value like: potassium 3.4 mmol/L 2026-11-20."))
            return
        self._new.clear()
        patient = self._desk.session.patient
        if value.when is None:
            value = replace(value, when=self._desk.review.as_of if self._desk.review else None)
        self._desk.session.set_patient(replace(patient, observations=(*patient.observations, value)))


def _allergy_words(allergy: Allergy) -> str:
    return f"{allergy.text}: {allergy.reaction}" if allergy.reaction else allergy.text


def _value_line(written: Observation, shown: Observation) -> str:
    """A result with its day; where it is shown in other units, as written too."""
    name, value = value_words(shown)
    own = "" if shown is written else f" ({tr('written {value}').format(value=value_words(written)[1])})"
    return f"{name} {value}{own}  {iso(written.when)}".strip()
