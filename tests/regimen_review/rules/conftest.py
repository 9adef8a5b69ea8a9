"""A condition held against a small patient, in one call."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regimen_review.patient import Observation
from regimen_review.rules.outcome import Outcome
from regimen_review.rules.situation import Situation
from regimen_review.rules.terms import holds

ROLES = ("drug", "object", "precipitant")
BYSTANDERS = ("folic acid | 1 mg | 1/d", "latanoprost | ophthalmic")


def asked(text: str, here: Situation, **roles: str) -> Outcome:
    """How a condition comes out with these substances in the rule's roles."""
    return holds(text, {name: here.fitting_texts((f"{substance}@any",)) for name, substance in roles.items()}, here)


@pytest.fixture(scope="session")
def of_patient(situation):
    """A function: whether a condition that asks of the patient alone holds, other drugs and values in the room."""

    def ask(text: str, **told: object) -> bool | None:
        return asked(text, situation("lisinopril | 10 mg | 1/d", *BYSTANDERS, **told)).holds

    return ask


@pytest.fixture(scope="session")
def of_drugs(situation):
    """A function: whether a condition holds for the first of some drugs, which fills the role ``drug``."""

    def ask(text: str, first: str, *others: str, **told: object) -> bool | None:
        name = first.partition("|")[0].partition(" + ")[0].strip()
        return asked(text, situation(first, *others, *BYSTANDERS, **told), drug=name).holds

    return ask


@pytest.fixture(scope="session")
def with_values(situation):
    """A function: a situation with exactly these observations, as a reader might have left them."""

    def make(*observations: Observation, **told: object) -> Situation:
        here = situation("lisinopril | 10 mg | 1/d", *BYSTANDERS, **told)
        return Situation(here.regimen, replace(here.patient, observations=observations), here.knowledge)

    return make
