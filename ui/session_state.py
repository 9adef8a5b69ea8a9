"""Everything that one review keeps, as one frozen value: what a ``.regimen`` file holds and what undo goes back to. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regimen_review.patient import MedicationList, Patient
from regimen_review.plans.timetable import USUAL_DAY, Day
from regimen_review.regimen import Frequency, SubstanceId
from ui.decisions import Decision
from ui.settings import Units
from ui.trial import Trial

Confirmed = Mapping[str, tuple[SubstanceId, ...]]
"""Written name to the substances that a person settled it as; an empty tuple means: not a medicine."""


@dataclass(frozen=True)
class KeptList:
    """A further list of the same patient, as it was read; ``name`` is that of its file."""

    name: str
    listing: MedicationList
    patient: Patient | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptOption:
    """A trial that was kept to be compared, its changes in words, and the mark of the list that it was tried on."""

    name: str
    trial: Trial
    words: tuple[str, ...] = ()
    on: str = ""


@dataclass(frozen=True)
class SessionState:
    """The review in work. ``patient`` is None until a person edits what the list told."""

    listing: MedicationList = field(default_factory=lambda: MedicationList(format="text"))
    confirmed: Confirmed = field(default_factory=dict)
    patient: Patient | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    title: str = ""
    question: str = ""
    knowledge: str = ""
    base_changed_from: str = ""
    changed: tuple[str, ...] = ()
    """Headlines that came or went since the file was saved under another base."""
    headlines: Mapping[str, str] = field(default_factory=dict)
    """Finding id to headline as last seen, so that a later base can say what changed."""
    day: Day = USUAL_DAY
    frequencies: Mapping[str, Frequency] = field(default_factory=dict)
    """Entry as written to how often it is taken, as said for the timetable alone."""
    visits: tuple[KeptList, ...] = ()
    options: tuple[KeptOption, ...] = ()
    trial: Trial = field(default_factory=Trial)
    units: Units | None = None
    """In which units the values were looked at; None where nobody chose: then as the workstation is set."""

    @property
    def empty(self) -> bool:
        """Whether there is no list yet."""
        return not self.listing.statements
