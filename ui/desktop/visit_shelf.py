"""The further lists that were opened beside the one in work; they outlast a window that is built anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.desktop.desk import Desk
from ui.desktop.tasks import sentence_of
from ui.desktop.words import tr
from ui.visits import OtherList, another_person, read_other, review_again


class VisitShelf(QObject):
    """Holds the lists, reads files off the interface thread, and empties itself when another patient's list is opened."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.others: tuple[OtherList, ...] = ()
        self.waiting = 0
        self._confirmed = desk.session.state.confirmed
        self._statements = frozenset(map(id, desk.session.state.listing.statements))
        desk.changed.connect(self._desk_changed)

    @classmethod
    def of(cls, desk: Desk) -> VisitShelf:
        """The shelf of a desk; there is one."""
        found = desk.findChild(cls)
        return found if isinstance(found, VisitShelf) else cls(desk)

    def add(self, paths: Sequence[Path]) -> None:
        """Read and review files; each comes in when it is ready."""
        pipeline, confirmed = self._desk.session.pipeline, self._desk.session.state.confirmed
        for path in paths:
            self.waiting += 1
            self._desk.tasks.start(lambda _, p=path: read_other(p, pipeline, confirmed), self._came, self._failed)  # type: ignore[misc]
        self.changed.emit()

    def remove(self, other: OtherList) -> None:
        """Take a list away."""
        self.others = tuple(o for o in self.others if o is not other)
        self.changed.emit()

    def _came(self, other: OtherList) -> None:
        self.waiting -= 1
        why = another_person(self._desk.session.patient, other.review.patient)
        if why:
            words = tr("{file} is a list of another person ({why}) and was not added.")
            self._desk.said.emit(words.format(file=other.path.name, why=why))
        else:
            self.others = (*(o for o in self.others if o.path != other.path), other)
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.waiting -= 1
        self._desk.said.emit(sentence_of(error))
        self.changed.emit()

    def _desk_changed(self) -> None:
        state = self._desk.session.state
        now = frozenset(map(id, state.listing.statements))
        if self._statements and now.isdisjoint(self._statements):
            self.others = ()
        self._statements = now
        if state.confirmed != self._confirmed:
            self._confirmed = state.confirmed
            self._review_again()

    def _review_again(self) -> None:
        """A settled name holds for every list of this patient."""
        pipeline, confirmed, others = self._desk.session.pipeline, self._confirmed, self.others
        if not others:
            return

        def work(_: object) -> tuple[OtherList, ...]:
            return tuple(review_again(o, pipeline, confirmed) for o in others)

        self._desk.tasks.start(work, lambda fresh: self._reviewed(others, fresh), self._desk_failed)

    def _reviewed(self, before: tuple[OtherList, ...], fresh: tuple[OtherList, ...]) -> None:
        by_path = {old.path: new for old, new in zip(before, fresh, strict=True)}
        self.others = tuple(by_path.get(o.path, o) for o in self.others)
        self.changed.emit()

    def _desk_failed(self, error: Exception) -> None:
        self._desk.said.emit(sentence_of(error))
