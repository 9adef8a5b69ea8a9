"""The medications of the review as rows of an item view, with what a screen reader says of each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from regimen_review.regimen import CURRENT, Medication, Resolution
from ui.desktop.desk import Desk
from ui.desktop.words import STATUS, dose_parts, is_weekly, medication_name, tr, written_beside

Index = QModelIndex | QPersistentModelIndex
MEDICATION_ROLE = Qt.ItemDataRole.UserRole + 1
MOST_CANDIDATES = 4


def unsettled(medication: Medication) -> bool:
    """Whether the name is still open."""
    return medication.resolution.state in ("confirm", "unresolved")


def options(medication: Medication) -> tuple[str, ...]:
    """What the keys 1 to 9 settle an open name as: the candidates, another name, not a medicine."""
    named = tuple(c.label or " + ".join(c.ingredients) for c in medication.resolution.candidates[:MOST_CANDIDATES])
    return (*named, tr("other…"), *(() if len(named) > 1 else (tr("no medicine"),)))


def gaps(medication: Medication) -> tuple[str, ...]:
    """What the entry leaves open, as short questions: dose, rhythm, weekday of a weekly drug."""
    dosage = medication.statement.dosage
    dose, rhythm = dose_parts(dosage)
    missing = []
    if not dose:
        missing.append(tr("no dose"))
    elif not rhythm and not dosage.strength:
        missing.append(tr("how often?"))
    if is_weekly(dosage) and not dosage.days:
        missing.append(tr("which day?"))
    return tuple(missing)


def spoken(medication: Medication, desk: Desk) -> str:
    """One sentence for a screen reader."""
    review = desk.review
    parts = [medication_name(medication, review)]
    beside = written_beside(medication)
    if beside:
        parts.append(tr("written as {name}").format(name=beside))
    if review and set(medication.substances) & review.high_alert:
        parts.append(tr("high-alert medication"))
    parts += [" ".join(filter(None, dose_parts(medication.statement.dosage)))]
    parts += [medication.route or "", *gaps(medication)]
    if medication.statement.status in STATUS:
        parts.append(tr(STATUS[medication.statement.status]))
    if unsettled(medication):
        keys = "; ".join(f"{i} {name}" for i, name in enumerate(options(medication), 1))
        parts.append(tr("name not settled, choose: {keys}").format(keys=keys))
    return ", ".join(part for part in parts if part)


class MedicationModel(QAbstractListModel):
    """Current medications in the order of the list, then those that no longer count."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[Medication, ...] = ()

    def reload(self) -> bool:
        """Take the medications of the review; whether the rows changed."""
        review = self._desk.review
        meds = review.regimen.medications if review else self._as_written()
        rows = tuple(sorted(meds, key=lambda m: m.statement.status not in CURRENT))
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def _as_written(self) -> tuple[Medication, ...]:
        """The list as it was read where the review failed: what nobody checked is still there to be seen."""
        session = self._desk.session
        if not session.fault:
            return ()
        return tuple(Medication(f"m{i}", s, Resolution("resolved")) for i, s in enumerate(session.state.listing.statements, 1))

    @property
    def rows(self) -> tuple[Medication, ...]:
        """The medications as shown."""
        return self._rows

    def row_of(self, medication_id: str | None) -> int:
        """The row of an entry, or -1."""
        return next((i for i, m in enumerate(self._rows) if m.id == medication_id), -1)

    def asking(self) -> Medication | None:
        """The open name to which the number keys now speak: the selected one, else the first."""
        open_names = [m for m in self._rows if unsettled(m)]
        return next((m for m in open_names if m.id == self._desk.medication_id), open_names[0] if open_names else None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The medication, its name, its tooltip (the entry as written) or its spoken sentence."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        medication = self._rows[index.row()]
        if role == MEDICATION_ROLE:
            return medication
        if role == Qt.ItemDataRole.DisplayRole:
            return medication_name(medication, self._desk.review)
        if role == Qt.ItemDataRole.ToolTipRole:
            return medication.as_written
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(medication, self._desk)
        return None
