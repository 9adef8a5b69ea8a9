"""The further lists beside the one in work: the session keeps them as they were read, the shelf their reviews."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.desktop.desk import Desk
from ui.desktop.tasks import sentence_of
from ui.desktop.words import tr
from ui.session_state import Confirmed, KeptList
from ui.visits import OtherList, another_person, read_other, review_other


class VisitShelf(QObject):
    """Reads and reviews off the interface thread. Adding a list and taking it away are edits, which can be undone."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.waiting = 0
        self._reviewed: tuple[OtherList, ...] = ()
        self._asked: tuple[KeptList, ...] = ()
        self._confirmed = desk.session.state.confirmed
        desk.changed.connect(self._desk_changed)
        self._desk_changed()

    @classmethod
    def of(cls, desk: Desk) -> VisitShelf:
        """The shelf of a desk; there is one."""
        found = desk.findChild(cls)
        return found if isinstance(found, VisitShelf) else cls(desk)

    @property
    def _kept(self) -> tuple[KeptList, ...]:
        return self._desk.session.state.visits

    @property
    def others(self) -> tuple[OtherList, ...]:
        """The kept lists that are reviewed, in the order in which they came."""
        found = (next((o for o in self._reviewed if o.kept is kept), None) for kept in self._kept)
        return tuple(o for o in found if o is not None)

    def add(self, paths: Sequence[Path]) -> None:
        """Read and review files; each comes in when it is ready."""
        pipeline, confirmed = self._desk.session.pipeline, self._desk.session.state.confirmed
        for path in paths:
            self.waiting += 1
            self._desk.tasks.start(lambda _, p=path: read_other(p, pipeline, confirmed), self._came, self._failed)  # type: ignore[misc]
        self.changed.emit()

    def remove(self, other: OtherList) -> None:
        """Take a list away; the file stays where it is."""
        self._desk.session.change("take a list away", visits=tuple(k for k in self._kept if k is not other.kept))
        self.changed.emit()

    def _came(self, other: OtherList) -> None:
        self.waiting -= 1
        why = another_person(self._desk.session.patient, other.review.patient)
        if why:
            words = tr("{file} is a list of another person ({why}) and was not added.")
            self._desk.said.emit(words.format(file=other.name, why=why))
        else:
            self._reviewed = (*self._reviewed, other)
            self._desk.session.change("add a list", visits=(*(k for k in self._kept if k.name != other.name), other.kept))
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.waiting -= 1
        self._desk.said.emit(sentence_of(error))
        self.changed.emit()

    def _desk_changed(self) -> None:
        """A kept review was opened, or a name was settled, which holds for every list of this patient."""
        confirmed = self._desk.session.state.confirmed
        if confirmed != self._confirmed:
            self._confirmed = confirmed
            self._asked = missing = self._kept
        else:
            known = (*(o.kept for o in self._reviewed), *self._asked)
            missing = tuple(kept for kept in self._kept if not any(k is kept for k in known))
            self._asked += missing
        if missing:
            self._review(missing, confirmed)

    def _review(self, kept: tuple[KeptList, ...], confirmed: Confirmed) -> None:
        pipeline = self._desk.session.pipeline

        def work(_: object) -> tuple[OtherList, ...]:
            return tuple(review_other(k, pipeline, confirmed) for k in kept)

        self._desk.tasks.start(work, self._were_reviewed, lambda error: self._desk.said.emit(sentence_of(error)))

    def _were_reviewed(self, fresh: tuple[OtherList, ...]) -> None:
        before = (o for o in self._reviewed if not any(o.kept is f.kept for f in fresh))
        self._reviewed = (*before, *fresh)
        self.changed.emit()
